import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readInstance, routesCost, type Rounding } from '../../../solver/index.js';

const folder = join(process.env['PACKHORSE_TEST_DATA'] ?? '', 'bench');

interface Known {
  readonly problem: string;
  readonly name: string;
  readonly cost: number;
  readonly rounding: Rounding;
}

const knownOnes = (): Known[] =>
  readFileSync(join(folder, 'bks.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([problem, name, , cost, rounding]) => ({
      problem: problem!,
      name: name!,
      cost: Number(cost),
      rounding: rounding as Rounding,
    }))
    .filter(({ problem, name }) => existsSync(join(folder, problem, `${name}.sol`)));

/** Routes by vehicle, an empty one where a vehicle stays at home. */
const routesOf = (text: string): number[][] =>
  [...text.matchAll(/^Route\s*#?\d+\s*:(.*)$/gim)].map(([, stops]) =>
    stops!.trim().split(/\s+/).filter(Boolean).map(Number),
  );

describe('best-known solutions', () => {
  before(function () {
    if (existsSync(join(folder, 'bks.csv'))) return;
    process.stdout.write('    left out: PACKHORSE_TEST_DATA holds no bench/bks.csv\n');
    this.skip();
  });

  it('cost in every class what is published', () => {
    const problems = readdirSync(folder).filter((name) => !name.includes('.'));
    const found = knownOnes().filter(({ problem }) => problem !== 'xxl');
    expect(new Set(found.map(({ problem }) => problem)).size).to.be.at.least(problems.length - 2);
    for (const { problem, name, cost, rounding } of found) {
      const instance = readInstance(readFileSync(join(folder, problem, `${name}.vrp`), 'utf8'), name);
      const routes = routesOf(readFileSync(join(folder, problem, `${name}.sol`), 'utf8'));
      const vehicles = routes.map((_, i) => Math.min(i, instance.vehicles.length - 1));
      expect(routesCost(instance, routes, vehicles, rounding), `${problem}/${name}`).to.be.closeTo(cost, 0.5);
    }
  });
});
