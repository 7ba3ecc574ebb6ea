import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { SOFT } from '../charts/palette.js';

/** Letters are drawn by the browser's own fonts: no glyph server is asked. */
export const LABEL_FONT = ['system-ui'];

/** A size that grows with the zoom through the given stops. */
export const byZoom = (
  ...stops: readonly (readonly [zoom: number, value: number])[]
): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;

interface RoadLook {
  readonly name: string;
  readonly colour: string;
  readonly widths: readonly (readonly [number, number])[];
  readonly dash?: number[];
}

/** Small roads first, so that large ones lie above them. */
export const ROADS: readonly RoadLook[] = [
  {
    name: 'path',
    colour: '#cfc9bb',
    widths: [
      [12, 0.5],
      [16, 1.2],
    ],
    dash: [2, 2],
  },
  {
    name: 'track',
    colour: '#d2c9b4',
    widths: [
      [11, 0.5],
      [16, 1.6],
    ],
    dash: [3, 1.5],
  },
  {
    name: 'minor',
    colour: '#d9d4c8',
    widths: [
      [10, 0.5],
      [13, 1.2],
      [17, 5],
    ],
  },
  {
    name: 'tertiary',
    colour: '#cdc6b6',
    widths: [
      [8, 0.6],
      [12, 1.6],
      [17, 7],
    ],
  },
  {
    name: 'secondary',
    colour: '#c6bca6',
    widths: [
      [7, 0.7],
      [12, 2.2],
      [17, 8],
    ],
  },
  {
    name: 'primary',
    colour: '#bfae8d',
    widths: [
      [6, 0.8],
      [12, 2.8],
      [17, 10],
    ],
  },
  {
    name: 'trunk',
    colour: '#b79f76',
    widths: [
      [5, 0.9],
      [12, 3.2],
      [17, 12],
    ],
  },
];

/** Roads of the network's own tiles, by class. */
export const roadLayers = (): LayerSpecification[] => [
  ...ROADS.map(({ name, colour, widths, dash }): LayerSpecification => ({
    id: `road-${name}`,
    type: 'line',
    source: 'roads',
    'source-layer': 'roads',
    filter: ['==', ['get', 'class'], name],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': colour,
      'line-width': byZoom(...widths),
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  })),
  {
    id: 'road-names',
    type: 'symbol',
    source: 'roads',
    'source-layer': 'roads',
    minzoom: 13,
    filter: ['has', 'name'],
    layout: {
      'symbol-placement': 'line',
      'text-field': ['get', 'name'],
      'text-font': LABEL_FONT,
      'text-size': 11,
      'symbol-spacing': 400,
    },
    paint: { 'text-color': SOFT, 'text-halo-color': '#f6f4ee', 'text-halo-width': 1.5 },
  },
];
