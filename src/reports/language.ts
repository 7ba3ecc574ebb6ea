import type { LocalName } from '../domain/day.js';

/** Language of a print; `both` puts Chinese and English side by side in every label. */
export type ReportLanguage = 'zh' | 'en' | 'both';

/** A label in both languages. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

/** Anything but zh and en reads as both. */
export const reportLanguage = (text: string | undefined): ReportLanguage =>
  text === 'zh' || text === 'en' ? text : 'both';

/** A label's text in the language asked for. */
export function say(label: Label, language: ReportLanguage): string {
  return language === 'both' ? `${label.zh} ${label.en}` : label[language];
}

/** A name as it is known: the language asked for, else the other; `both` joins two that differ. */
export function nameIn(name: LocalName | undefined, language: ReportLanguage, fallback: string): string {
  const zh = name?.zh ?? name?.en ?? fallback;
  const en = name?.en ?? name?.zh ?? fallback;
  if (language === 'both') return zh === en ? zh : `${zh} ${en}`;
  return language === 'zh' ? zh : en;
}
