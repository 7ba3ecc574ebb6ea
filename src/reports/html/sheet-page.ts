import { say, nameIn, type Label, type ReportLanguage } from '../language.js';
import { clockWriter, span } from '../local-time.js';
import { instantSeconds } from '../../domain/clock.js';
import type { SheetDocument, SheetStop } from '../sheet.js';
import { qrCode } from './code.js';
import { html, type Markup } from './markup.js';
import { credits, field, label, nameMark, printPage, syntheticBand } from './page.js';
import { RUN_KINDS, SHEET } from './sheet-words.js';

interface Writer {
  readonly sheet: SheetDocument;
  readonly language: ReportLanguage;
  readonly clock: (instant: string | null) => string;
}

/** The driver's sheet for one run: A4 landscape, header, a row a stop with room to write, footer. */
export function renderSheetHtml(sheet: SheetDocument, language: ReportLanguage): string {
  const writer: Writer = { sheet, language, clock: clockWriter(sheet) };
  return printPage({
    title: `${say(SHEET.heading, language)} ${sheet.run} ${sheet.date}`,
    language,
    orientation: 'landscape',
    body: html`${top(writer)} ${headerFields(writer)} ${stopTable(writer)} ${footer(writer)}
    ${credits(sheet.attribution, sheet.plan, language)}`,
  });
}

const km = (metres: number): string => `${(metres / 1000).toFixed(1)} km`;
const cubic = (litres: number): string => `${(litres / 1000).toFixed(2)} m³`;
const kilos = (kg: number): string => (kg >= 100 ? kg.toFixed(0) : kg.toFixed(1));
const percent = (share: number): string => `${Math.round(share * 100)}%`;

function top({ sheet, language }: Writer): Markup {
  return html`<header class="top">
    <div>
      <h1>${nameMark(SHEET.heading, language)}</h1>
      <p class="subtitle">
        ${nameMark(sheet.office, language)} · ${sheet.date} · ${label(RUN_KINDS[sheet.kind], language)}
      </p>
      ${syntheticBand(sheet.synthetic, language)}
    </div>
    <div class="code">${qrCode(`${sheet.plan}/${sheet.run}`)}</div>
  </header>`;
}

function headerFields(writer: Writer): Markup {
  const { sheet, language, clock } = writer;
  const { vehicle } = sheet;
  const cell = (words: Label, value: Markup | string, kind = ''): Markup =>
    field(words, value, language, kind);
  const capacity = [`${vehicle.kg} kg`, cubic(vehicle.litres)];
  if (vehicle.parcels !== null) capacity.push(`${vehicle.parcels} ${say(SHEET.parcels, language)}`);
  const duration = instantSeconds(sheet.returnAt) - instantSeconds(sheet.departAt);
  return html`<section class="fields five">
    ${cell(SHEET.no, sheet.run)}
    ${cell(SHEET.dateWave, `${sheet.date} · ${sheet.wave.number}/${sheet.wave.of}`)}
    ${cell(SHEET.office, html`${nameMark(sheet.office, language)} · ${nameMark(sheet.outlet, language, '-')}`)}
    ${cell(SHEET.route, html`${nameMark(sheet.from, language)} → ${nameMark(sheet.to, language)}`, 'two')}
    ${cell(SHEET.vehicle, `${vehicle.plate || vehicle.id} · ${vehicle.type}`)}
    ${cell(SHEET.capacity, capacity.join(' · '))} ${cell(SHEET.crew, crew(sheet))}
    ${cell(SHEET.planned, `${clock(sheet.departAt)} → ${clock(sheet.returnAt)}`)}
    ${cell(SHEET.way, `${km(sheet.metres)} · ${span(duration)} h · ↑${Math.round(sheet.ascentMetres)} m`)}
    ${cell(sheet.endsAtHub ? SHEET.latestHub : SHEET.latestOutlet, cutOffs(writer), 'two')}
    ${cell(SHEET.full, html`<span class="plain">${nameMark(SHEET.fullRule, language)}</span>`)}
    ${cell(SHEET.temperature, temperature(writer))} ${cell(SHEET.emergency, sheet.emergencyPhone)}
  </section>`;
}

const crew = (sheet: SheetDocument): Markup =>
  html`${sheet.driver} · <span class="line"></span> · ${sheet.phone}`;

function temperature({ sheet, language }: Writer): Markup {
  if (!sheet.vehicle.cold) return html`${nameMark(SHEET.ambient, language)}`;
  return html`${nameMark(SHEET.cold, language)} <span class="line"></span> °C`;
}

function cutOffs({ sheet, clock }: Writer): Markup {
  const caught = sheet.departures.map((one) => {
    const name = one.departure.split('@')[0] ?? '';
    return `${name} ${clock(one.cutOffAt)} (${one.parcels})`;
  });
  return html`${clock(sheet.latestEndAt) || '-'}<span class="plain"> ${caught.join('; ')}</span>`;
}

function restPlan({ sheet, language }: Writer): Markup {
  const rests = sheet.stops
    .filter((stop) => stop.restMinutes > 0)
    .map((stop) => `#${stop.number} ${stop.restMinutes} min`);
  if (sheet.restBeforeMinutes > 0) rests.unshift(`#0 ${sheet.restBeforeMinutes} min`);
  if (rests.length === 0) return html`<span class="plain">${nameMark(SHEET.noRest, language)}</span>`;
  return html`${nameMark(SHEET.restPlanned, language)} ${rests.join(', ')}`;
}

function totals({ sheet, language }: Writer): Markup {
  const { totals: sum } = sheet;
  return html`${sum.stops} ${nameMark(SHEET.stops, language)} · ${sum.parcels}
  ${nameMark(SHEET.parcels, language)} · ${kilos(sum.kg)} kg · ${cubic(sum.litres)}`;
}

const COLUMNS: readonly Label[] = [
  SHEET.number,
  SHEET.arriveLeave,
  SHEET.point,
  SHEET.product,
  SHEET.plannedLoad,
  SHEET.load,
  SHEET.road,
  SHEET.perishable,
  SHEET.waybills,
  SHEET.actualTime,
  SHEET.actualLoad,
  SHEET.exception,
  SHEET.signature,
];

function stopTable(writer: Writer): Markup {
  const { sheet, language, clock } = writer;
  const running = [sheet.run, sheet.vehicle.plate || sheet.vehicle.id, sheet.date];
  const name = nameIn(sheet.to, language, '');
  return html`<div class="wide">
    <table class="stops">
      <colgroup>
        ${COLUMNS.map((_, k) => html`<col class="c${k + 1}" />`)}
      </colgroup>
      <thead>
        <tr class="running">
          <th colspan="${COLUMNS.length}">${running.join(' · ')}</th>
        </tr>
        <tr>
          ${COLUMNS.map((words) => html`<th scope="col">${label(words, language)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${sheet.stops.map((stop) => [stopRow(writer, stop), restRow(writer, stop)])}
        <tr class="between">
          <td colspan="${COLUMNS.length}">
            ${label(SHEET.end, language)} ${name} · ${clock(sheet.returnAt)} · ${km(sheet.lastLeg.metres)}
          </td>
        </tr>
      </tbody>
    </table>
  </div>`;
}

function restRow({ language }: Writer, stop: SheetStop): Markup {
  if (stop.restMinutes === 0) return html``;
  return html`<tr class="between">
    <td colspan="${COLUMNS.length}">
      ${label(SHEET.rest, language)} <strong>${stop.restMinutes}</strong> min
    </td>
  </tr>`;
}

function stopRow(writer: Writer, stop: SheetStop): Markup {
  const { language, clock } = writer;
  const latest = stop.latestArriveAt;
  return html`<tr>
    <td class="num strong">${stop.number}</td>
    <td class="time">
      <span class="strong">${clock(stop.arriveAt)}–${clock(stop.leaveAt)}</span>
      ${latest !== null && html`<div class="soft">${nameMark(SHEET.latest, language)} ${clock(latest)}</div>`}
    </td>
    <td>
      <strong>${nameMark(stop.name, language, stop.place)}</strong>
      <div class="soft">${stop.contact}</div>
    </td>
    <td class="note">${products(writer, stop)}</td>
    <td class="num">
      <span class="strong">${stop.parcels}</span>
      <div class="note">${kilos(stop.kg)} kg<br />${cubic(stop.litres)}</div>
    </td>
    <td class="num">
      <span class="strong">${percent(stop.load.fullest)}</span>
      <div class="soft">kg ${percent(stop.load.kg)}<br />m³ ${percent(stop.load.litres)}</div>
    </td>
    <td class="note">${road(writer, stop)}</td>
    <td>${clock(stop.hubBy) || '-'}</td>
    <td class="note">${waybills(stop)}</td>
    <td></td>
    <td></td>
    <td></td>
    <td></td>
  </tr>`;
}

function products({ language }: Writer, stop: SheetStop): Markup {
  const named = stop.products.filter((one) => one.name !== undefined);
  const transfers =
    stop.transfers > 0 ? html`<div>${nameMark(SHEET.transfers, language)} ${stop.transfers}</div>` : html``;
  return html`${named.map((one) => html`<div>${nameMark(one.name, language)} ×${one.parcels}</div>`)}
  ${transfers}`;
}

function road({ language }: Writer, stop: SheetStop): Markup {
  const climb = Math.round(stop.leg.ascentMetres);
  const climbing = climb > 0 ? html` · ${nameMark(SHEET.climb, language)} ${climb} m` : html``;
  const walk = stop.walk;
  const walking =
    walk.metres > 0
      ? html`<div class="warn">
          ${nameMark(SHEET.walk, language)} ${Math.round(walk.metres)} m · ${Math.round(walk.minutes)} min
        </div>`
      : html``;
  return html`<div>${km(stop.leg.metres)}${climbing}</div>
    ${walking}
    <div>${stop.note}</div>`;
}

function waybills(stop: SheetStop): Markup {
  if (stop.waybills === null) return html`<span class="line"></span>`;
  const { first, last, count } = stop.waybills;
  if (first === last) return html`${first}`;
  return html`${first}<br />${last}
    <div class="soft">(${count})</div>`;
}

function footer(writer: Writer): Markup {
  const { language } = writer;
  const blank = (words: Label, kind = 'tall'): Markup => field(words, '', language, kind);
  return html`<section class="fields avoid">
    ${field(SHEET.totals, totals(writer), language, 'tall')} ${blank(SHEET.seals)} ${blank(SHEET.odometer)}
    ${field(SHEET.restLog, restPlan(writer), language, 'tall')} ${blank(SHEET.signatures, 'tall two')}
    ${blank(SHEET.remarks, 'tall two')}
  </section>`;
}
