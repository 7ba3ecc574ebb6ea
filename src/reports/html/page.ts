import type { LocalName } from '../../domain/day.js';
import { nameIn, type Label, type ReportLanguage } from '../language.js';
import { html, Markup } from './markup.js';
import { PRINT_STYLE } from './print-style.js';

/** A label: one language, or Chinese with the English small beneath. */
export function label(words: Label, language: ReportLanguage): Markup {
  if (language !== 'both') return html`<span class="label">${words[language]}</span>`;
  return html`<span class="label">${words.zh} <span lang="en" class="en">${words.en}</span></span>`;
}

/** A name: one language, or Chinese with the English small beneath where they differ. */
export function nameMark(name: LocalName | undefined, language: ReportLanguage, fallback = ''): Markup {
  if (language !== 'both') return html`${nameIn(name, language, fallback)}`;
  const zh = nameIn(name, 'zh', fallback);
  const en = nameIn(name, 'en', fallback);
  return zh === en ? html`${zh}` : html`${zh} <span lang="en" class="en">${en}</span>`;
}

/** A field of a form: its label above its value; an empty value leaves room to write. */
export const field = (words: Label, value: Markup | string, language: ReportLanguage, kind = ''): Markup =>
  html`<div class="field ${kind}">${label(words, language)}<span class="value">${value}</span></div>`;

const WORDS = {
  synthetic: { zh: '合成数据，非真实业务', en: 'Synthetic data: not a real day' },
  source: { zh: '数据来源', en: 'Sources' },
} as const;

/** The band that marks made-up data; empty for real data. */
export const syntheticBand = (synthetic: boolean, language: ReportLanguage): Markup =>
  synthetic ? html`<p class="synthetic">${label(WORDS.synthetic, language)}</p>` : html``;

/** Credits under a print. */
export const credits = (attribution: readonly string[], plan: string, language: ReportLanguage): Markup =>
  html`<p class="credits">
    ${label(WORDS.source, language)} ${attribution.join(' · ')}${attribution.length > 0 && ' · '}Packhorse
    ${plan}
  </p>`;

/** A whole document, ready to print, with nothing fetched from anywhere. */
export function printPage(page: {
  readonly title: string;
  readonly language: ReportLanguage;
  readonly orientation: 'portrait' | 'landscape';
  readonly body: Markup;
}): string {
  const style = `@page { size: A4 ${page.orientation}; }\n${PRINT_STYLE}`;
  return html`<!doctype html>
    <html lang="${page.language === 'en' ? 'en' : 'zh-CN'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${page.title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body class="${page.orientation}">
        ${page.body}
      </body>
    </html>`.text;
}
