import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { LocalName } from '../api/types.js';
import { isWord, WORDS, type Language, type Word } from './dictionary.js';

const SLOT = 'packhorse.language';

/** What the page says and how it writes numbers and times. */
export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: (word: Word) => string;
  /** A word where the dictionary has it, else the text itself: stages and codes that may be new. */
  readonly maybe: (prefix: string, text: string) => string;
  readonly name: (name: LocalName | null | undefined, fallback: string) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (share: number, digits?: number) => string;
  /** A clock time of the day's zone; another date than the day's is written before it. */
  readonly clock: (instant: string, zone: string, date: string) => string;
  /** Date and time where the reader is. */
  readonly moment: (instant: string) => string;
  readonly compare: (a: string, b: string) => number;
}

const SpeechContext = createContext<Speech | null>(null);

/** @throws outside of {@link SpeechProvider} */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('useSpeech outside of SpeechProvider');
  return speech;
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(SLOT);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function SpeechProvider({ children }: { readonly children: ComponentChildren }) {
  const [language, choose] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const speech = useMemo(
    () =>
      speechOf(language, (next) => {
        localStorage.setItem(SLOT, next);
        choose(next);
      }),
    [language],
  );
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

/** Intl objects are dear to make and cheap to use: one a language, digits or zone. */
function speechOf(language: Language, setLanguage: (language: Language) => void): Speech {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const numbers = keep(
    (digits: number) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const percents = keep(
    (digits: number) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  );
  const clocks = keep(
    (timeZone: string) =>
      new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  );
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const collator = new Intl.Collator(locale, { numeric: true });
  return {
    language,
    setLanguage,
    t: (word) => WORDS[word][language],
    maybe: (prefix, text) => (isWord(prefix + text) ? WORDS[(prefix + text) as Word][language] : text),
    name: (name, fallback) => name?.[language] ?? name?.[language === 'zh' ? 'en' : 'zh'] ?? fallback,
    number: (value, digits = 0) => numbers(digits).format(value),
    percent: (share, digits = 1) => percents(digits).format(share),
    clock: (instant, zone, date) => {
      const part = Object.fromEntries(
        clocks(zone)
          .formatToParts(new Date(instant))
          .map(({ type, value }) => [type, value]),
      );
      const time = `${part['hour']}:${part['minute']}`;
      const shown = `${part['year']}-${part['month']}-${part['day']}`;
      return shown === date ? time : `${part['month']}-${part['day']} ${time}`;
    },
    moment: (instant) => moments.format(new Date(instant)),
    compare: collator.compare,
  };
}

function keep<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
