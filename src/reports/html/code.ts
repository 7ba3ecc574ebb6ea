import bwipjs from 'bwip-js';
import { html, Markup } from './markup.js';

/** A QR code as inline SVG that says which plan and run a sheet belongs to. */
export function qrCode(text: string): Markup {
  const svg = bwipjs.toSVG({ bcid: 'qrcode', text, scale: 2 });
  return html`<span role="img" aria-label="QR ${text}">${new Markup(svg)}</span>`;
}
