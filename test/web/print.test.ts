import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { renderSchedule, renderSheet } from '../../src/reports/index.js';
import { sampleDay, samplePlan } from '../reports/sample-plan.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';

const SIZE = { outlets: 2, sitesPerOutlet: 14, ordersPerSite: 3 };

/** Every field of the trade's printed form, as it is worded there. */
const HEADER = [
  '单号',
  '日期·班次',
  '县局·网点',
  '邮路',
  '车牌·车型',
  '核载',
  '驾驶员·揽收员·电话',
  '计划发车·返回',
];
const HEADER_REST = ['最晚到达·干线截止', '里程·时长', '满载即发', '温控', '应急电话'];
const STOP = ['序号', '计划到达–离开', '揽收点·村组', '品名规格', '计划件数', '累计装载率', '道路·步行提示'];
const STOP_REST = ['易腐时限', '起止运单号', '实到时间', '实收', '异常', '交寄人签字'];
const FOOTER = ['合计', '总包·封志', '里程表', '休息记录', '签章', '备注'];

describe('the printed sheet', function () {
  let browser: Browser;
  let folder: string;

  before(async function () {
    const path = chromiumPath();
    if (path === null) {
      process.stdout.write('      left out: no Chromium at CHROMIUM or /usr/bin/chromium\n');
      return this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'packhorse-print-'));
    browser = await openBrowser(path);
  });

  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const sheet = (language: string): string =>
    renderSheet(samplePlan(SIZE), sampleDay(SIZE), 'r1', 'html', language)?.body ?? '';

  /** Prints a document as PDF: its size in millimetres, its pages, and its text where pdftotext is at hand. */
  async function print(html: string): Promise<{ pages: number; landscape: boolean; text: string | null }> {
    const { page, errors, strangers } = await openPage(browser);
    await page.setContent(html);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(errors).to.deep.equal([]);
    expect(strangers).to.deep.equal([]);
    await page.context().close();
    const source = pdf.toString('latin1');
    const pages = source.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    const [, width = '0', height = '0'] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(source) ?? [];
    return { pages, landscape: Number(width) > Number(height), text: textOf(pdf) };
  }

  function textOf(pdf: Buffer): string | null {
    const file = join(folder, 'print.pdf');
    writeFileSync(file, pdf);
    try {
      execFileSync('pdftotext', ['-layout', file, `${file}.txt`], { stdio: 'ignore' });
    } catch {
      return null;
    }
    return readFileSync(`${file}.txt`, 'utf8').normalize('NFKC');
  }

  it('holds every field of the form in Chinese and in English', () => {
    const both = sheet('both');
    for (const label of [...HEADER, ...HEADER_REST, ...STOP, ...STOP_REST, ...FOOTER])
      expect(both).to.include(label);
    for (const label of [
      'Planned depart · return',
      'Latest hub arrival',
      'Waybills',
      'Sender signs',
      'Rest log',
    ])
      expect(both).to.include(label);
  });

  it('prints 14 stops on two landscape pages, numbered, with the header row on both', async () => {
    const { pages, landscape, text } = await print(sheet('both'));
    expect({ pages, landscape }).to.deep.equal({ pages: 2, landscape: true });
    if (text === null) return;
    const [first = '', second = ''] = text.split('\f');
    expect(first).to.match(/1 ?\/ ?2/);
    expect(first).to.include('起止运单号'.normalize('NFKC'));
    expect(second).to.match(/2 ?\/ ?2/);
    expect(second).to.include('起止运单号'.normalize('NFKC')).and.include('签章');
    expect(first).to.include('合成数据');
  });

  it('prints an outlet’s schedule upright', async () => {
    const html = renderSchedule(samplePlan(SIZE), sampleDay(SIZE), 'o1', 'html', 'en')?.body ?? '';
    const { pages, landscape, text } = await print(html);
    expect(landscape).to.equal(false);
    expect(pages).to.be.within(1, 2);
    if (text !== null)
      expect(text).to.include('Trunk departures caught').and.include('Pick-up times by point');
  });
});
