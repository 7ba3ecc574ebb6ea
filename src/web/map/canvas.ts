import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type LngLatBoundsLike,
  type MapGeoJSONFeature,
  type MapMouseEvent,
  type VectorTileSource,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { FeatureCollection, MultiPolygon } from 'geojson';
import type { MapData } from './features.js';
import { roadColour, type RoadView } from './road-view.js';
import { mapStyle, SPOKE_OPACITY } from './style.js';

setWorkerUrl(workerUrl);

export interface MapHandlers {
  readonly pickRun: (run: string) => void;
  readonly pickOutlet: (outlet: string) => void;
  readonly failed: () => void;
}

/** The map as the page drives it. */
export interface PlanCanvas {
  /** Draws the plan; `fit` goes to the whole of it. */
  readonly show: (data: MapData, fit: boolean) => void;
  /** Draws a run along its roads and goes there; null takes it away. */
  readonly drawRun: (drawing: FeatureCollection | null) => void;
  /** Colours the roads for a profile. */
  readonly showRoads: (view: RoadView, profile: string) => void;
  /** Draws areas within reach and goes there; null takes them away. */
  readonly drawReach: (areas: FeatureCollection | null) => void;
  readonly goTo: (bounds: LngLatBoundsLike) => void;
  readonly destroy: () => void;
}

/** Layers that answer a click, the topmost first. */
const CLICKABLE = ['run-stops', 'hub', 'outlets', 'sites', 'spokes'];
const DIMMED = [
  ['spokes', 'line-opacity', SPOKE_OPACITY, 0.06],
  ['sites', 'circle-opacity', 1, 0.35],
] as const;

/** @throws Error where the browser cannot draw it */
export function createCanvas(
  place: HTMLElement,
  options: { readonly network: string; readonly attribution: readonly string[]; readonly label: string },
  handlers: MapHandlers,
): PlanCanvas {
  const tiles = `${location.origin}/v1/networks/${encodeURIComponent(options.network)}/tiles/{z}/{x}/{y}.mvt`;
  const map = new MapLibre({
    container: place,
    style: mapStyle(tiles),
    center: [109.5, 34.6],
    zoom: 7,
    maxZoom: 17,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { 'Map.Title': options.label },
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  map.addControl(
    new AttributionControl({ compact: true, customAttribution: options.attribution.map(escaped) }),
  );
  listen(map, handlers);
  map.once('idle', () => foldCredits(place));
  const ready = new Promise<void>((resolve) => map.once('load', () => resolve()));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const goTo = (bounds: LngLatBoundsLike): void =>
    void map.fitBounds(bounds, { padding: 48, maxZoom: 14, duration: still ? 0 : 600 });
  const put = (source: string, data: FeatureCollection): void =>
    void ready.then(() => map.getSource<GeoJSONSource>(source)?.setData(data));
  return {
    show(data, fit) {
      put('areas', data.areas);
      put('spokes', data.spokes);
      put('places', data.places);
      if (fit && data.bounds) map.fitBounds(data.bounds, { padding: 40, duration: 0 });
    },
    drawRun(drawing) {
      put('run', drawing ?? { type: 'FeatureCollection', features: [] });
      void ready.then(() => {
        for (const [layer, property, full, dimmed] of DIMMED)
          map.setPaintProperty(layer, property, drawing === null ? full : dimmed);
      });
      const box = drawing?.bbox;
      if (box?.length === 4) goTo(box as [number, number, number, number]);
    },
    showRoads: (view, profile) => void ready.then(() => colourRoads(map, tiles, view, profile)),
    drawReach(areas) {
      put('reach', areas ?? { type: 'FeatureCollection', features: [] });
      const bounds = areas && reachBounds(areas);
      if (bounds) goTo(bounds);
    },
    goTo,
    destroy: () => map.remove(),
  };
}

/** Layers of roads as they are, and as a profile drives them. */
const isPlainRoad = (id: string): boolean => id.startsWith('road-') && id !== 'road-names';
const isDriven = (id: string): boolean => id.startsWith('driven-');
const isColoured = (id: string): boolean => isDriven(id) && !/^driven-(edge-|closed)/.test(id);

function colourRoads(map: MapLibre, tiles: string, view: RoadView, profile: string): void {
  const address = `${tiles}?profile=${encodeURIComponent(profile)}`;
  const source = map.getSource<VectorTileSource>('driven');
  if (view !== 'plain' && source && source.tiles[0] !== address) source.setTiles([address]);
  for (const { id } of map.getStyle().layers) {
    if (isPlainRoad(id)) map.setLayoutProperty(id, 'visibility', view === 'plain' ? 'visible' : 'none');
    if (isDriven(id)) map.setLayoutProperty(id, 'visibility', view === 'plain' ? 'none' : 'visible');
    if (isColoured(id) && view !== 'plain') map.setPaintProperty(id, 'line-color', roadColour(view));
  }
  // What lies over the roads steps back while their colours are read.
  for (const id of ['spokes', 'area-edges', 'areas'])
    map.setLayoutProperty(id, 'visibility', view === 'plain' ? 'visible' : 'none');
}

/** The box of the largest area, which comes first. */
function reachBounds({ features }: FeatureCollection): LngLatBoundsLike | null {
  const [largest] = features;
  if (largest?.geometry.type !== 'MultiPolygon') return null;
  const [lons, lats] = [0, 1].map((k) =>
    (largest.geometry as MultiPolygon).coordinates.flatMap(([outer = []]) => outer.map((at) => at[k] ?? 0)),
  );
  if (!lons?.length || !lats?.length) return null;
  const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(lons), least(lats), most(lons), most(lats)];
}

/** Open over a narrow map they hide it; they stand below the page too, and open again at a press. */
function foldCredits(place: HTMLElement): void {
  const credits = place.querySelector('.maplibregl-ctrl-attrib.maplibregl-compact');
  credits?.classList.remove('maplibregl-compact-show');
  credits?.removeAttribute('open');
}

/** Credits come from day documents: text, not markup. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function listen(map: MapLibre, handlers: MapHandlers): void {
  const tip = new Popup({ closeButton: false, closeOnClick: false, offset: 12, className: 'tip' });
  const under = (event: MapMouseEvent): MapGeoJSONFeature | undefined =>
    map.queryRenderedFeatures(
      [
        [event.point.x - 4, event.point.y - 4],
        [event.point.x + 4, event.point.y + 4],
      ],
      { layers: CLICKABLE.filter((layer) => map.getLayer(layer)) },
    )[0];
  map.on('click', (event) => {
    const feature = under(event);
    if (!feature) return;
    const { run, outlet, role } = feature.properties as Record<string, string | undefined>;
    if (role === 'outlet' || role === 'hub') handlers.pickOutlet(outlet ?? '');
    else if (run) handlers.pickRun(run);
  });
  map.on('mousemove', (event) => {
    const feature = under(event);
    map.getCanvas().style.cursor = feature ? 'pointer' : '';
    const text = feature ? describe(feature) : '';
    if (text === '') tip.remove();
    else tip.setLngLat(event.lngLat).setText(text).addTo(map);
  });
  map.on('mouseout', () => tip.remove());
  map.on('webglcontextlost', handlers.failed);
}

function describe({ properties }: MapGeoJSONFeature): string {
  const { label, run, role, place, number } = properties as Record<string, string | number | undefined>;
  if (role === 'site') return `${label} · ${run}`;
  if (role) return String(label ?? '');
  if (number !== undefined) return `${number} · ${place}`;
  return String(run ?? '');
}
