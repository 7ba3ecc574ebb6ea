/**
 * The page as a browser gets it: built by its own build into a folder of its own, in front of the
 * real service. Answers for page files carry the service's own security headers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { build } from 'vite';
import { projectRoot } from '../../src/project-root.js';

export interface PageServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the page; returns its folder. */
export async function buildPage(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'packhorse-page-'));
  await build({
    configFile: join(projectRoot(), 'src/web/vite.config.ts'),
    logLevel: 'silent',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** Serves page files from a folder and everything else from the service. */
export async function servePage(folder: string, service: string): Promise<PageServer> {
  const policy = await securityHeaders(service);
  const app = express();
  app.use(
    express.static(folder, {
      setHeaders: (response) => {
        for (const [name, value] of policy) response.setHeader(name, value);
      },
    }),
  );
  app.use((incoming, outgoing) => forward(service, incoming, outgoing));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server, folder) };
}

async function securityHeaders(service: string): Promise<[string, string][]> {
  const { headers } = await fetch(`${service}/healthz`);
  return ['content-security-policy', 'x-content-type-options', 'referrer-policy'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
}

function forward(service: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, service), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.once('close', () => onward.destroy());
  incoming.pipe(onward);
}

async function closeServer(server: Server, folder: string): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  rmSync(folder, { recursive: true, force: true });
}
