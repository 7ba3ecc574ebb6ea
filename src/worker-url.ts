import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * The URL of a worker beside its caller, for `new Worker(url)`. Compiled, that is the `.js` file. Run
 * from source, threads of Node 20 do not inherit the TypeScript loader: a small module registers it
 * before it imports the `.ts` file.
 */
export function workerUrl(base: string, relative: string): URL {
  if (!base.endsWith('.ts')) return new URL(`${relative}.js`, base);
  // Not import.meta.resolve: a test runner that loads TypeScript by require() has none.
  const found = pathToFileURL(createRequire(base).resolve('tsx/esm/api'));
  const loader = JSON.stringify(new URL('index.mjs', found).href);
  const file = JSON.stringify(new URL(`${relative}.ts`, base).href);
  const code = `import { register } from ${loader}; register(); await import(${file});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
