/** Waybill numbers: the international S10 form with its check digit, and the domestic one without. */

const S10 = /^([A-Z]{2})(\d{8})(\d)([A-Z]{2})$/;
const DOMESTIC = /^\d{13}$/;
/** Weights of the serial number's eight digits in UPU standard S10. */
const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7] as const;

export type WaybillCheck =
  /** Thirteen characters, two letters at each end, check digit right. */
  | { readonly kind: 's10'; readonly valid: true }
  /** The check digit should be `expected`: a digit was mistyped. */
  | { readonly kind: 's10'; readonly valid: false; readonly expected: number }
  /** Thirteen digits. No public check digit exists, so a typing error cannot be seen: warn, do not reject. */
  | { readonly kind: 'domestic'; readonly valid: true; readonly warning: string }
  /** Another carrier's or an unknown form: nothing can be said of it. */
  | { readonly kind: 'other'; readonly valid: true; readonly warning: string };

/** The S10 check digit of a serial number of eight digits. */
export function s10CheckDigit(serial: string): number {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(serial[at]), 0);
  const digit = 11 - (sum % 11);
  return digit === 10 ? 0 : digit === 11 ? 5 : digit;
}

/** What can be said about a waybill number; spaces and letter case do not matter. */
export function checkWaybill(waybill: string): WaybillCheck {
  const text = waybill.replace(/\s+/g, '').toUpperCase();
  const parts = S10.exec(text);
  if (parts) {
    const expected = s10CheckDigit(parts[2] as string);
    return expected === Number(parts[3])
      ? { kind: 's10', valid: true }
      : { kind: 's10', valid: false, expected };
  }
  if (DOMESTIC.test(text))
    return { kind: 'domestic', valid: true, warning: 'has no check digit, so a typing error cannot be seen' };
  return { kind: 'other', valid: true, warning: 'is neither 13 digits nor of the S10 form' };
}
