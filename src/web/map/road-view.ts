import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { byZoom, ROADS } from './road-layers.js';

/** How the map colours its roads. */
export const ROAD_VIEWS = ['plain', 'grade', 'speed'] as const;
export type RoadView = (typeof ROAD_VIEWS)[number];

/** A step of a ramp: from so many percent or km/h on. */
export interface RampStep {
  readonly from: number;
  readonly colour: string;
}

/**
 * Light to dark in one direction, so that they hold without colour vision: dark is steep, and dark is
 * slow. Steps of the grade are the service's classes.
 */
export const RAMPS: Readonly<Record<Exclude<RoadView, 'plain'>, readonly RampStep[]>> = {
  grade: [
    { from: 0, colour: '#d5d8c8' },
    { from: 3, colour: '#f2bd42' },
    { from: 6, colour: '#e9783a' },
    { from: 9, colour: '#c43a4e' },
    { from: 12, colour: '#832a6c' },
    { from: 16, colour: '#330b52' },
  ],
  speed: [
    { from: 0, colour: '#3a0a4e' },
    { from: 10, colour: '#414487' },
    { from: 20, colour: '#2a788e' },
    { from: 30, colour: '#2ca580' },
    { from: 45, colour: '#83cf51' },
    { from: 60, colour: '#dfe318' },
  ],
};

const UNKNOWN = '#a9aca6';

/** By the number of its class. */
const gradeColour = [
  'match',
  ['coalesce', ['get', 'grade'], -1],
  ...RAMPS.grade.flatMap(({ colour }, number) => [number, colour]),
  UNKNOWN,
] as unknown as ExpressionSpecification;

const speedColour = [
  'step',
  ['get', 'kmh'],
  ...RAMPS.speed.flatMap(({ from, colour }, number) => (number === 0 ? [colour] : [from, colour])),
] as unknown as ExpressionSpecification;

export const roadColour = (view: Exclude<RoadView, 'plain'>): ExpressionSpecification =>
  view === 'grade' ? gradeColour : speedColour;

const LOOK = {
  type: 'line',
  source: 'driven',
  'source-layer': 'roads',
  layout: { 'line-cap': 'round', 'line-join': 'round', visibility: 'none' },
} as const;

const widened = (widths: readonly (readonly [number, number])[], more: number): ExpressionSpecification =>
  byZoom(...widths.map(([zoom, width]) => [zoom, width * 1.5 + more] as const));

/** Roads as one profile drives them: a dark edge below, so that light colours stand out, then the colour. */
export const drivenLayers = (): LayerSpecification[] => [
  {
    ...LOOK,
    id: 'driven-closed',
    filter: ['!', ['has', 'kmh']],
    paint: {
      'line-color': '#8b9089',
      'line-width': byZoom([11, 0.5], [16, 1.6]),
      'line-dasharray': [1, 2.5],
    },
  },
  ...ROADS.map(({ name, widths }): LayerSpecification => ({
    ...LOOK,
    id: `driven-edge-${name}`,
    filter: ['all', ['has', 'kmh'], ['==', ['get', 'class'], name]],
    paint: { 'line-color': '#6d736c', 'line-width': widened(widths, 1.4) },
  })),
  ...ROADS.map(({ name, widths }): LayerSpecification => ({
    ...LOOK,
    id: `driven-${name}`,
    filter: ['all', ['has', 'kmh'], ['==', ['get', 'class'], name]],
    paint: { 'line-color': gradeColour, 'line-width': widened(widths, 0.5) },
  })),
];

/** Areas within reach, the nearest darkest. */
export const REACH: readonly { readonly minutes: number; readonly colour: string }[] = [
  { minutes: 15, colour: '#4a2a80' },
  { minutes: 30, colour: '#7d5fb0' },
  { minutes: 60, colour: '#ab94d0' },
];

const reachColour = [
  'match',
  ['get', 'minutes'],
  ...REACH.flatMap(({ minutes, colour }) => [minutes, colour]),
  UNKNOWN,
] as unknown as ExpressionSpecification;

export const reachLayers = (): LayerSpecification[] => [
  {
    id: 'reach',
    type: 'fill',
    source: 'reach',
    paint: { 'fill-color': reachColour, 'fill-opacity': 0.3 },
  },
  {
    id: 'reach-edges',
    type: 'line',
    source: 'reach',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': reachColour, 'line-width': 1.4 },
  },
];
