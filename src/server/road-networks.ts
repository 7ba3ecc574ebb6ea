import { isDeepStrictEqual } from 'node:util';
import type { NetworkFiles } from '../planning/plan-options.js';
import type { RoadSource } from '../roads/road-source.js';

/** The road networks the service was started with, opened when first asked for and kept open. */
export class RoadNetworks {
  readonly #files = new Map<string, NetworkFiles>();
  readonly #open = new Map<string, Promise<RoadSource>>();

  constructor(
    networks: ReadonlyMap<string, NetworkFiles>,
    readonly openFiles: (files: NetworkFiles) => Promise<RoadSource>,
  ) {
    for (const [name, files] of networks) this.#files.set(name, files);
  }

  /** Adds the roads of a named day. False where the name stands for other files already. */
  register(name: string, files: NetworkFiles): boolean {
    const known = this.#files.get(name);
    if (known !== undefined) return isDeepStrictEqual(known, files);
    this.#files.set(name, files);
    return true;
  }

  names(): readonly string[] {
    return [...this.#files.keys()];
  }

  files(name: string): NetworkFiles | null {
    return this.#files.get(name) ?? null;
  }

  /** Null where no network has that name; rejects where its files cannot be read. */
  async open(name: string): Promise<RoadSource | null> {
    const files = this.#files.get(name);
    if (files === undefined) return null;
    let opening = this.#open.get(name);
    if (opening === undefined) {
      opening = this.openFiles(files);
      this.#open.set(name, opening);
      opening.catch(() => this.#open.delete(name));
    }
    return opening;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values());
    this.#open.clear();
    for (const source of opened) if (source.status === 'fulfilled') await source.value.close();
  }
}
