/** Prints of a plan: the schedule of an outlet and the sheet of a run. */
import type { Day } from '../domain/day.js';
import type { Plan } from '../domain/plan.js';
import { scheduleCsv, sheetCsv } from './csv.js';
import { renderScheduleHtml } from './html/schedule-page.js';
import { renderSheetHtml } from './html/sheet-page.js';
import { reportLanguage, type ReportLanguage } from './language.js';
import { scheduleFor } from './schedule.js';
import { sheetFor } from './sheet.js';

export { reportLanguage, type ReportLanguage } from './language.js';
export { scheduleFor, type ScheduleDocument } from './schedule.js';
export { sheetFor, type SheetDocument } from './sheet.js';
export { renderScheduleHtml } from './html/schedule-page.js';
export { renderSheetHtml } from './html/sheet-page.js';

export const REPORT_FORMATS = ['html', 'json', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface Report {
  readonly contentType: string;
  readonly body: string;
}

/** The schedule of an outlet or of the hub; null where the day has none by that id. */
export function renderSchedule(
  plan: Plan,
  day: Day,
  outletId: string,
  format: ReportFormat,
  language?: ReportLanguage | string,
): Report | null {
  const schedule = scheduleFor(plan, day, outletId);
  if (schedule === null) return null;
  return written(schedule, format, reportLanguage(language), renderScheduleHtml, scheduleCsv);
}

/** The sheet of a run; null where the plan has none by that id. */
export function renderSheet(
  plan: Plan,
  day: Day,
  runId: string,
  format: ReportFormat,
  language?: ReportLanguage | string,
): Report | null {
  const sheet = sheetFor(plan, day, runId);
  if (sheet === null) return null;
  return written(sheet, format, reportLanguage(language), renderSheetHtml, sheetCsv);
}

function written<Document>(
  document: Document,
  format: ReportFormat,
  language: ReportLanguage,
  asHtml: (document: Document, language: ReportLanguage) => string,
  asCsv: (document: Document, language: ReportLanguage) => string,
): Report {
  if (format === 'json') return { contentType: 'application/json', body: JSON.stringify(document) };
  if (format === 'csv') return { contentType: 'text/csv; charset=utf-8', body: asCsv(document, language) };
  return { contentType: 'text/html; charset=utf-8', body: asHtml(document, language) };
}
