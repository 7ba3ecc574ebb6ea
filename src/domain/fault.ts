/** A fault in a document: where it is, what is wrong, what stands there, and what to do about it. */
export interface Fault {
  /** JSON path in the document, such as `orders[17].readyAt`; for a CSV `line 18, column ready_at`. */
  readonly path: string;
  readonly code: FaultCode;
  readonly message: string;
  /** The offending value, cut to 120 characters; absent where it is missing or personal. */
  readonly value?: string;
  readonly remedy: string;
}

export const FAULT_CODES = [
  'not-json',
  'missing',
  'wrong-type',
  'unknown-key',
  'out-of-range',
  'bad-format',
  'time-without-offset',
  'unknown-id',
  'duplicate-id',
  'contradiction',
  'too-large',
  'outside-network',
  'interrupted',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];
