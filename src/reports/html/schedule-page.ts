import { say, type Label, type ReportLanguage } from '../language.js';
import { clockWriter } from '../local-time.js';
import type { ScheduleDocument } from '../schedule.js';
import { html, type Markup } from './markup.js';
import { credits, field, label, nameMark, printPage, syntheticBand } from './page.js';
import { SCHEDULE } from './schedule-words.js';
import { RUN_KINDS } from './sheet-words.js';
import { UNASSIGNED_ZH } from './unassigned-words.js';

interface Writer {
  readonly schedule: ScheduleDocument;
  readonly language: ReportLanguage;
  readonly clock: (instant: string | null) => string;
}

/** The day of an outlet: A4 portrait, what to label, what comes, what goes, and when it is fetched. */
export function renderScheduleHtml(schedule: ScheduleDocument, language: ReportLanguage): string {
  const writer: Writer = { schedule, language, clock: clockWriter(schedule) };
  const heading = schedule.isHub ? SCHEDULE.hubHeading : SCHEDULE.heading;
  return printPage({
    title: `${say(heading, language)} ${schedule.outlet} ${schedule.date}`,
    language,
    orientation: 'portrait',
    body: html`${top(writer, heading)} ${headerFields(writer)} ${departures(writer)}
    ${!schedule.isHub && labelWaves(writer)} ${pickups(writer)} ${arrivals(writer)} ${starts(writer)}
    ${!schedule.isHub && sites(writer)} ${unassigned(writer)}
    ${credits(schedule.attribution, schedule.plan, language)}`,
  });
}

const kilos = (kg: number): string => kg.toFixed(kg >= 100 ? 0 : 1);

function top({ schedule, language }: Writer, heading: Label): Markup {
  return html`<header class="top">
    <div>
      <h1>${nameMark(schedule.name, language)}</h1>
      <p class="subtitle">
        ${label(heading, language)} · ${schedule.date} · ${nameMark(schedule.office, language)}
      </p>
      ${syntheticBand(schedule.synthetic, language)}
    </div>
  </header>`;
}

function headerFields({ schedule, language }: Writer): Markup {
  const { totals } = schedule;
  const cell = (words: Label, value: string): Markup => field(words, value, language);
  return html`<section class="fields three">
    ${cell(SCHEDULE.date, schedule.date)}
    ${cell(SCHEDULE.hours, `${schedule.hours.opens}–${schedule.hours.closes}`)}
    ${cell(SCHEDULE.phone, schedule.phone)} ${cell(SCHEDULE.orders, String(totals.orders))}
    ${cell(SCHEDULE.parcels, `${totals.parcels} · ${kilos(totals.kg)} kg`)}
    ${cell(SCHEDULE.sites, String(totals.sites))}
    ${schedule.unassignedOrders > 0 && cell(SCHEDULE.unassigned, String(schedule.unassignedOrders))}
  </section>`;
}

interface Column<Row> {
  readonly head: Label;
  readonly cell: (row: Row) => Markup | string | number;
  readonly kind?: 'num' | 'time';
  readonly total?: (rows: readonly Row[]) => string | number;
}

/** A titled table; without rows it says so in a word, so that nothing looks lost. */
function table<Row>(
  { language }: Writer,
  title: Label,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Markup {
  const heading = html`<h2>${label(title, language)}</h2>`;
  if (rows.length === 0)
    return html`${heading}
      <p class="empty">${say(SCHEDULE.none, language)}</p>`;
  const totalled = rows.length > 1 && columns.some((column) => column.total);
  return html`${heading}
    <div class="wide">
      <table class="sites">
        <thead>
          <tr>
            ${columns.map((one) => html`<th scope="col" class="${one.kind ?? ''}">${label(one.head, language)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((one) => html`<td class="${one.kind ?? ''}">${one.cell(row)}</td>`)}
              </tr>`,
          )}
        </tbody>
        ${
          totalled &&
          html`<tfoot>
            <tr>
              ${columns.map((one, k) => totalCell(one, k, rows, language))}
            </tr>
          </tfoot>`
        }
      </table>
    </div>`;
}

function totalCell<Row>(
  column: Column<Row>,
  k: number,
  rows: readonly Row[],
  language: ReportLanguage,
): Markup {
  if (k === 0) return html`<td>${say(SCHEDULE.totals, language)}</td>`;
  return html`<td class="${column.kind ?? ''}">${column.total?.(rows) ?? ''}</td>`;
}

interface Counted {
  readonly orders: number;
  readonly parcels: number;
  readonly kg: number;
}

const sum = (rows: readonly Counted[], key: keyof Counted): number =>
  rows.reduce((total, row) => total + row[key], 0);

const COUNTS: readonly Column<Counted>[] = [
  { head: SCHEDULE.orders, kind: 'num', cell: (row) => row.orders, total: (rows) => sum(rows, 'orders') },
  { head: SCHEDULE.parcels, kind: 'num', cell: (row) => row.parcels, total: (rows) => sum(rows, 'parcels') },
  {
    head: { zh: '千克', en: 'kg' },
    kind: 'num',
    cell: (row) => kilos(row.kg),
    total: (rows) => kilos(sum(rows, 'kg')),
  },
];

interface Moving {
  readonly run: string;
  readonly kind: keyof typeof RUN_KINDS;
  readonly vehicle: string;
  readonly plate: string;
  readonly type: string;
}

const moving = (language: ReportLanguage): readonly Column<Moving>[] => [
  { head: SCHEDULE.run, cell: (row) => row.run },
  {
    head: SCHEDULE.vehicle,
    cell: (row) =>
      html`${row.plate || row.vehicle}
        <div class="soft">${row.type}</div>`,
  },
  { head: SCHEDULE.kind, cell: (row) => html`${nameMark(RUN_KINDS[row.kind], language)}` },
];

function departures(writer: Writer): Markup {
  const { clock } = writer;
  return table(writer, SCHEDULE.departures, writer.schedule.departures, [
    { head: SCHEDULE.departure, cell: (row) => row.departure },
    { head: SCHEDULE.leavesAt, kind: 'time', cell: (row) => clock(row.leavesAt) },
    { head: SCHEDULE.lastAtHub, kind: 'time', cell: (row) => clock(row.lastAtHub) },
    ...COUNTS,
  ]);
}

function labelWaves(writer: Writer): Markup {
  const { clock } = writer;
  return table(writer, SCHEDULE.labels, writer.schedule.labelWaves, [
    { head: SCHEDULE.from, kind: 'time', cell: (row) => clock(row.from) },
    { head: SCHEDULE.to, kind: 'time', cell: (row) => clock(row.to) },
    ...COUNTS,
  ]);
}

function arrivals(writer: Writer): Markup {
  const { clock } = writer;
  return table(writer, SCHEDULE.arrivals, writer.schedule.arrivals, [
    { head: SCHEDULE.arrive, kind: 'time', cell: (row) => clock(row.arriveAt) },
    { head: SCHEDULE.ready, kind: 'time', cell: (row) => clock(row.readyAt) },
    ...moving(writer.language),
    ...COUNTS,
  ]);
}

function starts(writer: Writer): Markup {
  const { clock } = writer;
  return table(writer, SCHEDULE.starts, writer.schedule.starts, [
    { head: SCHEDULE.depart, kind: 'time', cell: (row) => clock(row.departAt) },
    { head: SCHEDULE.back, kind: 'time', cell: (row) => clock(row.returnAt) },
    ...moving(writer.language),
    ...COUNTS,
  ]);
}

function pickups(writer: Writer): Markup {
  const { clock } = writer;
  return table(writer, SCHEDULE.pickups, writer.schedule.pickups, [
    { head: SCHEDULE.arrive, kind: 'time', cell: (row) => clock(row.arriveAt) },
    { head: SCHEDULE.leave, kind: 'time', cell: (row) => clock(row.leaveAt) },
    { head: SCHEDULE.latest, kind: 'time', cell: (row) => clock(row.latestArriveAt) },
    ...moving(writer.language),
    { head: SCHEDULE.grower, kind: 'num', cell: (row) => row.broughtByGrowers },
    { head: SCHEDULE.handed, kind: 'num', cell: (row) => row.handedOver },
    ...COUNTS,
    {
      head: SCHEDULE.catches,
      cell: (row) => row.catches.map((one) => `${one.departure} ${clock(one.leavesAt)}`).join(', '),
    },
  ]);
}

function sites(writer: Writer): Markup {
  const { clock, language } = writer;
  return table(writer, SCHEDULE.collected, writer.schedule.sites, [
    { head: SCHEDULE.time, kind: 'time', cell: (row) => clock(row.collectedAt) },
    { head: SCHEDULE.point, cell: (row) => nameMark(row.name, language, row.site) },
    { head: SCHEDULE.run, cell: (row) => row.run },
    { head: SCHEDULE.vehicle, cell: (row) => row.plate },
    ...COUNTS,
  ]);
}

/** Orders that share a reason stand together: a short fleet leaves many behind for one. */
function unassigned(writer: Writer): Markup {
  const { language, schedule } = writer;
  if (schedule.unassigned.length === 0) return html``;
  const groups = new Map<string, { row: Left; orders: string[] }>();
  for (const row of schedule.unassigned) {
    const key = `${row.code} ${row.reason}`;
    const group = groups.get(key) ?? { row, orders: [] };
    group.orders.push(row.order);
    groups.set(key, group);
  }
  const worded = (zh: string, en: string): Markup => nameMark({ zh, en }, language);
  return table(
    writer,
    SCHEDULE.unassigned,
    [...groups.values()],
    [
      { head: SCHEDULE.reason, cell: ({ row }) => worded(UNASSIGNED_ZH[row.code].why, row.reason) },
      { head: SCHEDULE.remedy, cell: ({ row }) => worded(UNASSIGNED_ZH[row.code].fix, row.remedy) },
      { head: SCHEDULE.orders, kind: 'num', cell: ({ orders }) => orders.length },
      { head: SCHEDULE.order, cell: ({ orders }) => orders.join(', ') },
    ],
  );
}

type Left = ScheduleDocument['unassigned'][number];
