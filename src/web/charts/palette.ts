/** Colours of charts and map; styles/base.css holds the same for the page. */
export const INK = '#1c2421';
export const SOFT = '#68716c';
export const RULE = '#e3e2dc';
export const ACCENT = '#0b6b48';
export const ACCENT_SOFT = '#b9d8ca';
export const BASELINE = '#a9aca6';
export const OCHRE = '#b4690e';
export const BLUE = '#2b5fa8';
export const RED = '#b3261e';
export const FONT = '12px system-ui, "Noto Sans", "PingFang SC", "Noto Sans CJK SC", sans-serif';

/** A run's colour by what it is for. */
export const RUN_COLOURS = { direct: ACCENT, collection: BLUE, feeder: OCHRE } as const;
