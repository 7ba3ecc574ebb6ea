import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { ACCENT, BLUE, INK, OCHRE } from '../charts/palette.js';
import { byZoom, LABEL_FONT, roadLayers } from './road-layers.js';
import { drivenLayers, reachLayers } from './road-view.js';

/** Deepest tiles of the service; closer up the map draws these larger. */
const MAX_TILE_ZOOM = 14;
const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const TINTS = ['#0b6b48', '#7a5c99', '#b4690e', '#2b5fa8', '#8c6d1f', '#3f7d7b'];

/** Ways between stops, and the ways out and back. */
export const SPOKE_OPACITY: ExpressionSpecification = ['case', ['get', 'deadhead'], 0.1, 0.6];

const kindColour: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  'direct',
  ACCENT,
  'feeder',
  OCHRE,
  BLUE,
];

/** The whole map: our own roads below, the plan above, nothing from anywhere else. */
export function mapStyle(tiles: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      roads: { type: 'vector', tiles: [tiles], maxzoom: MAX_TILE_ZOOM },
      driven: { type: 'vector', tiles: [tiles], maxzoom: MAX_TILE_ZOOM },
      reach: { type: 'geojson', data: EMPTY },
      areas: { type: 'geojson', data: EMPTY },
      spokes: { type: 'geojson', data: EMPTY },
      places: { type: 'geojson', data: EMPTY },
      run: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f6f4ee' } },
      ...reachLayers(),
      ...roadLayers().filter(({ type }) => type === 'line'),
      ...drivenLayers(),
      ...roadLayers().filter(({ type }) => type !== 'line'),
      ...areaLayers(),
      ...placeLayers(),
      ...runLayers(),
    ],
  };
}

const tint = [
  'match',
  ['get', 'tint'],
  0,
  TINTS[0],
  1,
  TINTS[1],
  2,
  TINTS[2],
  3,
  TINTS[3],
  4,
  TINTS[4],
  TINTS[5],
];

/** The line around an area is wide and of its own colour: it gives the hull a margin. */
const areaLayers = (): LayerSpecification[] => [
  {
    id: 'areas',
    type: 'fill',
    source: 'areas',
    paint: {
      'fill-color': tint as unknown as ExpressionSpecification,
      'fill-opacity': ['case', ['boolean', ['feature-state', 'on'], false], 0.2, 0.08],
    },
  },
  {
    id: 'area-edges',
    type: 'line',
    source: 'areas',
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': tint as unknown as ExpressionSpecification,
      'line-width': 1,
      'line-opacity': 0.35,
    },
  },
  {
    id: 'spokes',
    type: 'line',
    source: 'spokes',
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': kindColour,
      'line-width': byZoom([7, 0.6], [12, 1.6]),
      'line-opacity': SPOKE_OPACITY,
    },
  },
];

const placeLayers = (): LayerSpecification[] => [
  {
    id: 'sites',
    type: 'circle',
    source: 'places',
    filter: ['==', ['get', 'role'], 'site'],
    paint: {
      'circle-color': kindColour,
      'circle-radius': byZoom([7, 1.6], [11, 3.4], [15, 6]),
      'circle-stroke-color': '#fff',
      'circle-stroke-width': byZoom([8, 0.3], [12, 1]),
    },
  },
  {
    id: 'outlets',
    type: 'circle',
    source: 'places',
    filter: ['==', ['get', 'role'], 'outlet'],
    paint: {
      'circle-color': '#fff',
      'circle-radius': byZoom([7, 2.6], [11, 5.5], [15, 9]),
      'circle-stroke-color': INK,
      'circle-stroke-width': byZoom([7, 1.2], [12, 2.2]),
    },
  },
  {
    id: 'hub',
    type: 'circle',
    source: 'places',
    filter: ['==', ['get', 'role'], 'hub'],
    paint: {
      'circle-color': INK,
      'circle-radius': byZoom([7, 6], [12, 9]),
      'circle-stroke-color': '#f2b84b',
      'circle-stroke-width': 3,
    },
  },
];

const ofKind = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];

const runLayers = (): LayerSpecification[] => [
  {
    id: 'run-casing',
    type: 'line',
    source: 'run',
    filter: ofKind('run'),
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': '#fff', 'line-width': byZoom([8, 5], [14, 9]) },
  },
  {
    id: 'run-line',
    type: 'line',
    source: 'run',
    filter: ofKind('run'),
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': ['match', ['get', 'runKind'], 'direct', ACCENT, 'feeder', OCHRE, BLUE],
      'line-width': byZoom([8, 2.6], [14, 5]),
    },
  },
  {
    id: 'run-walk',
    type: 'line',
    source: 'run',
    filter: ofKind('walk'),
    paint: { 'line-color': INK, 'line-width': 2, 'line-dasharray': [1, 1.5] },
  },
  {
    id: 'labels',
    type: 'symbol',
    source: 'places',
    filter: ['match', ['get', 'role'], ['outlet', 'hub'], true, false],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': LABEL_FONT,
      'text-size': ['match', ['get', 'role'], 'hub', 13.5, 12],
      'text-offset': [0, 1],
      'text-anchor': 'top',
      'text-max-width': 9,
      'text-padding': 8,
      'symbol-sort-key': ['case', ['==', ['get', 'role'], 'hub'], -1e6, ['-', 0, ['get', 'orders']]],
    },
    paint: { 'text-color': INK, 'text-halo-color': '#f6f4eeee', 'text-halo-width': 1.8 },
  },
  {
    id: 'run-stops',
    type: 'circle',
    source: 'run',
    filter: ofKind('stop'),
    paint: {
      'circle-color': '#fff',
      'circle-radius': 10,
      'circle-stroke-color': INK,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'run-numbers',
    type: 'symbol',
    source: 'run',
    filter: ofKind('stop'),
    layout: {
      'text-field': ['to-string', ['get', 'number']],
      'text-font': LABEL_FONT,
      'text-size': 11.5,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': INK },
  },
];
