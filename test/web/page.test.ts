import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { RoadLine, RoadSource, RoadStretch } from '../../src/roads/road-source.js';
import { json, startTestServer, temporaryFolder, type TestServer } from '../http/test-server.js';
import { planeRoads } from '../support/plane-roads.js';
import { smallDay } from '../support/small-day.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { buildPage, servePage, type PageServer } from './page-server.js';

/** The plain's roads with a grid of lines to draw, all of one grade and speed. */
const drawnRoads = (): RoadSource => ({
  ...planeRoads(),
  *stretches(): Iterable<RoadStretch> {
    for (const line of this.lines?.() ?? [])
      yield { ...line, surface: null, gradePercent: 13, kmhAlong: 25, kmhAgainst: 35 };
  },
  *lines(): Iterable<RoadLine> {
    for (let k = -10; k <= 10; k++) {
      const highway = k % 5 === 0 ? 'primary' : 'tertiary';
      const [lon, lat] = [109.5 + k * 0.02, 34.5 + k * 0.02];
      yield {
        coordinates: [
          [lon, 34.3],
          [lon, 34.7],
        ],
        highway,
        name: null,
      };
      yield {
        coordinates: [
          [109.3, lat],
          [109.7, lat],
        ],
        highway,
        name: '环线',
      };
    }
  },
});

function dayFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'small'));
  const day = smallDay({
    title: { zh: '样例日（合成）', en: 'Sample day: made up' },
    roads: {
      network: 'plain',
      season: 'rain',
      changes: [
        {
          type: 'Feature',
          properties: { id: 'far-slide' },
          geometry: { type: 'Point', coordinates: [100, 30] },
        },
      ],
    },
    attribution: ['Plain roads, made up'],
  });
  writeFileSync(join(folder, 'small', 'day.json'), JSON.stringify(day));
  return folder;
}

describe('the page in Chromium', function () {
  let browser: Browser;
  let service: TestServer;
  let site: PageServer;
  let plan: string;

  before(async function () {
    const path = chromiumPath();
    if (path === null) {
      process.stdout.write('      left out: no Chromium at CHROMIUM or /usr/bin/chromium\n');
      return this.skip();
    }
    service = await startTestServer(
      { PACKHORSE_DAYS: dayFolder() },
      { openRoads: () => Promise.resolve(drawnRoads()) },
    );
    site = await servePage(await buildPage(), service.url);
    browser = await openBrowser(path);
    const answer = await service.post('/v1/plans?wait=30&iterations=50', { day: 'small' });
    plan = `${site.url}/#/plans/${(await json(answer)).id as string}`;
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  async function openPlan(page: Page): Promise<void> {
    await page.goto(plan);
    await page.locator('.headline').waitFor();
    await page.locator('table .row-link').first().waitFor();
  }

  it('starts a day, shows its plan on a drawn map, asks nobody else and writes no error', async () => {
    const { page, errors, strangers } = await openPage(browser);
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Plan this day' }).click();
    await page.locator('.headline').waitFor({ timeout: 60_000 });
    expect(await page.locator('.tile .figure strong').first().textContent()).to.match(/^\d+\.\d$/);
    expect(await page.getByText('Synthetic data').first().isVisible()).to.equal(true);
    expect(await page.locator('.credits').textContent()).to.include('Plain roads, made up');
    await page.locator('.map-canvas canvas').waitFor();
    await page.waitForTimeout(2500);
    expect(await coloursOf(page)).to.be.greaterThan(8);
    expect(errors).to.deep.equal([]);
    expect(strangers).to.deep.equal([]);
    await page.context().close();
  });

  it('opens a run by keyboard, with its stops, its line and its print', async () => {
    const { page, errors } = await openPage(browser);
    await openPlan(page);
    const first = page.locator('table .row-link').first();
    await first.focus();
    const id = (await first.textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Run ${id}` }).waitFor();
    expect(await page.locator('.stops tbody tr').count()).to.be.greaterThan(0);
    const href = await page.getByRole('link', { name: 'Print sheet' }).getAttribute('href');
    await page.goto(site.url + href);
    expect(await page.locator('h1').textContent()).to.include('Collection sheet');
    expect(errors).to.deep.equal([]);
    await page.context().close();
  });

  it('colours the roads by grade and by speed, with a legend', async () => {
    const { page, errors } = await openPage(browser);
    await openPlan(page);
    const tile = page.waitForResponse((answer) => /\.mvt\?profile=\w+$/.test(answer.url()));
    await page.getByRole('button', { name: 'By grade' }).click();
    expect((await tile).status()).to.be.oneOf([200, 204]);
    expect(await page.locator('.ramp').textContent())
      .to.include('3–6')
      .and.include('≥ 16 %');
    await expectColour(page, [131, 42, 108]);
    await page.getByRole('button', { name: 'By speed' }).click();
    expect(await page.locator('.ramp').textContent()).to.include('≥ 60 km/h');
    await expectColour(page, [44, 165, 128]);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Plain' }).click();
    expect(await page.locator('.ramp').count()).to.equal(0);
    expect(errors).to.deep.equal([]);
    await page.context().close();
  });

  it('shows what is within reach of an outlet until it is cleared', async () => {
    const { page, errors } = await openPage(browser);
    await openPlan(page);
    await page.getByRole('link', { name: /^Outlets/ }).click();
    await page.locator('table .row-link').first().click();
    const areas = page.waitForResponse((answer) => answer.url().includes('/isochrone?'));
    await page.getByRole('button', { name: /^Reach in 15\/30\/60 min/ }).click();
    const answer = await areas;
    expect(answer.status()).to.equal(200);
    expect(new URL(answer.url()).searchParams.get('plan')).to.match(/^[0-9a-f-]{36}$/);
    await page.locator('.reach .ramp').waitFor();
    expect(await page.locator('.reach').textContent())
      .to.include('15 min')
      .and.include('60 min');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await page.locator('.reach').count()).to.equal(0);
    expect(errors).to.deep.equal([]);
    await page.context().close();
  });

  it('tells why each leg takes its time, and on which roads the day was planned', async () => {
    const { page } = await openPage(browser, { locale: 'zh-CN' });
    await openPlan(page);
    expect(await page.locator('.road-notes').textContent())
      .to.include('far-slide')
      .and.include('不起作用');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('.road-notes').textContent()).to.include('Meets no road');
    // A feeder always has a way to go; a collection may be of what waits at its own outlet.
    await page.locator('tr.opens').filter({ hasText: 'Feeder' }).first().locator('.row-link').click();
    await page.locator('.leg').first().waitFor();
    const [stops, legs] = [page.locator('.stops tbody tr:not(.leg-row)'), page.locator('.stops .leg')];
    expect(await legs.count()).to.equal((await stops.count()) + 1);
    const said = ((await legs.first().textContent()) ?? '').replaceAll('\u00a0', ' ');
    expect(said).to.match(/^\d+\.\d km · \+0 m · (\d+) min: \1 min township road$/);
    await page.context().close();
  });

  it('speaks both languages and remembers the choice', async () => {
    const { page } = await openPage(browser, { locale: 'zh-CN' });
    await page.goto(site.url);
    await page.getByRole('heading', { name: '编制一天的计划' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Plan a day' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Plan a day' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).to.equal('en');
    await page.context().close();
  });

  it('says what it needs when a plan is not there', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${site.url}/#/plans/nowhere`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).to.include('there is no plan');
    await page.context().close();
  });

  for (const [name, width, height, tabs] of [
    ['a desktop', 1280, 900, ['Runs', 'Outlets', 'Unassigned', 'Figures']],
    ['a phone', 390, 844, ['Runs']],
  ] as const)
    it(`fits ${name} and has no faults that axe knows`, async () => {
      const { page } = await openPage(browser, { width, height });
      await openPlan(page);
      for (const tab of tabs) {
        const link = page.getByRole('link', { name: new RegExp(`^${tab}`) });
        await link.click();
        await page.locator('.tabs a[aria-current]', { hasText: tab }).waitFor();
        await expectAccessible(page);
      }
      await page.goto(`${site.url}/#/`);
      await page.locator('.plan-list').waitFor();
      await expectAccessible(page);
      await page.context().close();
    });
});

async function expectAccessible(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, 'sideways scroll in pixels').to.be.at.most(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
  ).to.deep.equal([]);
}

/** Waits until the map shows a colour, within a little for blending. */
async function expectColour(page: Page, colour: readonly [number, number, number]): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    if ((await pixelsNear(page, colour)) > 20) return;
    await page.waitForTimeout(250);
  }
  expect.fail(`the map shows no ${colour.join(', ')}`);
}

async function pixelsNear(page: Page, colour: readonly [number, number, number]): Promise<number> {
  const picture = await page.locator('.map-canvas').screenshot({ type: 'png' });
  return page.evaluate(
    async ({ data, colour }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const pen = canvas.getContext('2d');
      pen?.drawImage(image, 0, 0);
      const pixels = pen?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      let near = 0;
      for (let k = 0; k < pixels.length; k += 4)
        if (colour.every((part, c) => Math.abs(part - (pixels[k + c] ?? 0)) < 8)) near++;
      return near;
    },
    { data: picture.toString('base64'), colour },
  );
}

/** How many colours the middle of the map shows; one where nothing is drawn. */
async function coloursOf(page: Page): Promise<number> {
  const picture = await page.locator('.map-canvas').screenshot({ type: 'png' });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0);
    const [wide, high] = [Math.floor(image.width / 3), Math.floor(image.height / 3)];
    const pixels = pen?.getImageData(wide, high, wide, high).data ?? new Uint8ClampedArray();
    const colours = new Set<string>();
    for (let k = 0; k < pixels.length; k += 4) colours.add(`${pixels[k]},${pixels[k + 1]},${pixels[k + 2]}`);
    return colours.size;
  }, picture.toString('base64'));
}
