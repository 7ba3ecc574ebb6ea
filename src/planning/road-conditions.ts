import type { Day } from '../domain/day.js';
import { nearestWord } from '../domain/nearest-word.js';
import type { PlanNote } from '../domain/plan.js';
import type { RoadChangeFeature } from '../domain/road-change.js';
import { roadChangeOf } from '../roads/road-changes.js';
import { RoadError } from '../roads/road-error.js';
import type { ChangeReport, RoadSource, TravelConditions } from '../roads/road-source.js';

/** Changes of a day that hold at some time of its date; they are driven as if they held all day. */
export function changesInForce({ date, roads }: Pick<Day, 'date' | 'roads'>): RoadChangeFeature[] {
  const [first, last] = [`${date}T00:00`, `${date}T23:59`];
  return (roads?.changes ?? []).filter(
    ({ properties: { from, until } }) =>
      (from === undefined || from <= last) && (until === undefined || until >= first),
  );
}

/** What holds on the roads of a day: as a query takes it, and nothing where the day says nothing. */
export function conditionsOf(day: Pick<Day, 'date' | 'roads'>): { readonly conditions?: TravelConditions } {
  const { season, load } = day.roads ?? {};
  const changes = changesInForce(day).map(roadChangeOf);
  const conditions: TravelConditions = {
    ...(season === undefined ? {} : { season }),
    ...(load === 'empty' ? { load } : {}),
    ...(changes.length === 0 ? {} : { changes }),
  };
  return Object.keys(conditions).length === 0 ? {} : { conditions };
}

/** Before any matrix: a misspelt season or profile must not cost minutes of travel first. @throws RoadError */
export function refuseUnknownConditions(day: Pick<Day, 'roads'>, roads: RoadSource): void {
  const { season, changes = [] } = day.roads ?? {};
  const faults: string[] = [];
  const unknown = (path: string, name: string, kind: string, known: readonly string[]): void => {
    if (known.includes(name)) return;
    const likely = nearestWord(name, known);
    const remedy = likely ? `write "${likely}"` : `write one of ${known.join(', ')}`;
    faults.push(`${path} "${name}" is no ${kind} of these roads (${known.join(', ')}): ${remedy}`);
  };
  if (season !== undefined) unknown('roads.season', season, 'season', roads.seasons);
  changes.forEach(({ properties }, index) =>
    properties.profiles?.forEach((profile, at) =>
      unknown(`roads.changes[${index}].properties.profiles[${at}]`, profile, 'profile', roads.profiles),
    ),
  );
  if (faults.length === 0) return;
  const more = faults.length > 5 ? `; and ${faults.length - 5} more` : '';
  throw new RoadError('conditions-invalid', `${faults.slice(0, 5).join('; ')}${more}.`);
}

/** What a reader of the plan must know of the roads it was driven on. `reports` are by profile. */
export function roadNotes(
  day: Pick<Day, 'date' | 'roads'>,
  reports: Iterable<readonly ChangeReport[] | undefined>,
): PlanNote[] {
  const metres = new Map<string, number>();
  for (const report of reports)
    for (const one of report ?? []) metres.set(one.id, Math.max(metres.get(one.id) ?? 0, one.metres));
  const notes: PlanNote[] = [];
  const season = day.roads?.season;
  if (season !== undefined)
    notes.push({ code: 'roads-season', about: season, message: `Driven in the season "${season}".` });
  if (day.roads?.load === 'empty')
    notes.push({ code: 'roads-empty', about: 'empty', message: 'All legs are driven as if empty.' });
  for (const { properties } of changesInForce(day)) {
    const { id, effect } = properties;
    const met = metres.get(id);
    if (met === 0)
      notes.push({
        code: 'road-change-unmet',
        about: id,
        message: `The road change "${id}" meets no road that the vehicles use, so it changes nothing. Check its place, or widen withinMetres.`,
      });
    else {
      const length = met === undefined ? '' : ` ${met} m of road`;
      const message = `"${id}" ${effect === 'closed' ? 'closes' : 'slows'}${length || ' roads'} all day.`;
      notes.push({ code: effect === 'closed' ? 'road-closed' : 'road-slowed', about: id, message });
    }
  }
  return notes;
}
