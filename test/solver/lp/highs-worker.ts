import { parentPort } from 'node:worker_threads';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import { beale } from './lp-oracle.js';

const engine = await loadHighsEngine();
parentPort?.postMessage(engine.solveLp(beale).objective);
