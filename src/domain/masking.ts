/**
 * Masking of people on paper and screens: at least one character of a name and six digits of a phone
 * are hidden, whatever the length.
 */

const HIDDEN = '*';
const HIDDEN_DIGITS = 6;
const KEPT_AT_START = 3;

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A name with its first character kept and the rest hidden: 王小明 becomes 王**, Li Ming becomes L* M***.
 * A name of a single character is hidden whole.
 */
export const maskName = (name: string): string =>
  name
    .normalize('NFC')
    .split(/(\s+)/)
    .map((word) => (/^\s*$/.test(word) ? word : maskWord(word)))
    .join('')
    .trim();

function maskWord(word: string): string {
  const characters = [...segments.segment(word)].map(({ segment }) => segment);
  if (characters.length === 1) return HIDDEN;
  return (characters[0] as string) + HIDDEN.repeat(characters.length - 1);
}

/**
 * A phone number with six digits hidden, or all but its last where it has fewer than eight: 13812345678
 * becomes 138******78. Signs between digits stay where they are.
 */
export function maskPhone(phone: string): string {
  const digits = [...phone].filter(isDigit).length;
  const start = Math.max(0, Math.min(KEPT_AT_START, digits - HIDDEN_DIGITS - 2));
  const end = digits < HIDDEN_DIGITS + 2 ? digits : start + HIDDEN_DIGITS;
  let seen = 0;
  return [...phone]
    .map((sign) => {
      if (!isDigit(sign)) return sign;
      const at = seen++;
      return at >= start && at < end ? HIDDEN : sign;
    })
    .join('');
}

/** A contact line, names and numbers mixed: every number of five digits or more and every name is masked. */
export const maskContact = (contact: string): string =>
  contact
    .split(/([+＋]?[\p{Nd}][\p{Nd} ()-]{3,}[\p{Nd}])/u)
    .map((part, index) => (index % 2 === 1 ? maskPhone(part) : maskNames(part)))
    .join('')
    .trim();

const maskNames = (text: string): string => text.replace(/[\p{L}\p{M}·]+/gu, (name) => maskWord(name));

const isDigit = (sign: string): boolean => /\p{Nd}/u.test(sign);
