import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Where Chromium is; null where there is none. */
export function chromiumPath(): string | null {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return existsSync(path) ? path : null;
}

export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, headless: true, args: ARGUMENTS });

/** A page that keeps what went wrong: errors it wrote, and addresses it asked for off this machine. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: string[];
  readonly strangers: string[];
}

export async function openPage(
  browser: Browser,
  options: { readonly locale?: string; readonly width?: number; readonly height?: number } = {},
): Promise<WatchedPage> {
  const { locale = 'en-GB', width = 1280, height = 900 } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale });
  const page = await context.newPage();
  const errors: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.push(request.url());
  });
  return { page, errors, strangers };
}
