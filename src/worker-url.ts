/** The URL of a worker beside its caller: `.ts` when run from source, `.js` when compiled. */
export const workerUrl = (base: string, relative: string): URL =>
  new URL(relative + (base.endsWith('.ts') ? '.ts' : '.js'), base);
