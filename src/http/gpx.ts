import type { FeatureCollection, LineString, Point } from 'geojson';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** GPX 1.1 of a drawn run: a waypoint a stop, one track along the roads. */
export function runGpx(
  run: string,
  drawing: FeatureCollection<LineString | Point>,
  credits: readonly string[],
): string {
  const waypoints = drawing.features.flatMap(({ geometry, properties }) => {
    if (geometry.type !== 'Point' || properties?.['kind'] === 'label') return [];
    const [lon, lat] = geometry.coordinates as [number, number];
    const at: unknown = properties?.['arriveAt'] ?? properties?.['departAt'] ?? properties?.['returnAt'];
    const time = typeof at === 'string' ? `<time>${new Date(at).toISOString()}</time>` : '';
    const number = properties?.['number'] === undefined ? '' : `${String(properties['number'])} `;
    return [
      `<wpt lat="${lat}" lon="${lon}">${time}<name>${escape(number + String(properties?.['place']))}</name></wpt>`,
    ];
  });
  const line = drawing.features.find(({ properties }) => properties?.['kind'] === 'run');
  const points = line?.geometry.type === 'LineString' ? line.geometry.coordinates : [];
  const track = points.map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"/>`).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Packhorse" xmlns="http://www.topografix.com/GPX/1/1">',
    `<metadata><name>${escape(run)}</name><desc>${escape(credits.join('; '))}</desc></metadata>`,
    ...waypoints,
    `<trk><name>${escape(run)}</name><trkseg>${track}</trkseg></trk>`,
    '</gpx>',
    '',
  ].join('\n');
}
