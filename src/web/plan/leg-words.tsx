import type { FeatureCollection } from 'geojson';
import type { Leg, TimeShare } from '../api/types.js';
import { useSpeech } from '../language/language.js';

/** A number stays with its unit on one line. */
const BOUND = '\u00a0';
/** Shares told one by one; the rest is told together. */
const TOLD = 4;

/** Legs of a run's drawing in order: one to each stop, and the way back. */
export const legsOf = (drawing: FeatureCollection | null): readonly Leg[] =>
  (drawing?.features ?? []).flatMap(({ properties }) =>
    properties?.['kind'] === 'leg' ? [properties as unknown as Leg] : [],
  );

/** How far, how much climb, how long, and why: "12.4 km · +430 m · 18 min: 9 min village road, 6 min climb". */
export function LegWords({ leg }: { readonly leg: Leg | undefined }) {
  const { t, number, maybe } = useSpeech();
  if (!leg) return null;
  if (!leg.road || leg.metres === null || leg.seconds === null)
    return <span class="hint">{t('noWayDrawn')}</span>;
  const minutes = Math.round(leg.seconds / 60);
  if (leg.metres === 0 && minutes === 0) return null;
  const climb = leg.ascentMetres === null ? '' : ` · +${number(leg.ascentMetres)} m`;
  const word = ({ heldBy, highway }: TimeShare): string =>
    heldBy === 'class' && highway !== null ? maybe('road_', highway) : maybe('held_', heldBy);
  const why = minuteShares(leg.summary, word, t('otherCauses'))
    .map(([name, share]) => `${number(share)}${BOUND}${t('minutes')}${BOUND}${name}`)
    .join(t('listComma'));
  return (
    <span class="hint leg">
      {number(leg.metres / 1000, 1)} {t('km')}
      {climb} · {number(minutes)} {t('minutes')}
      {minutes > 1 && why !== '' && t('listColon') + why}
    </span>
  );
}

/** Whole minutes by cause, alike words together, the longest first; less than half a minute is not told. */
function minuteShares(
  summary: readonly TimeShare[],
  word: (share: TimeShare) => string,
  other: string,
): [name: string, minutes: number][] {
  const seconds = new Map<string, number>();
  for (const share of summary) seconds.set(word(share), (seconds.get(word(share)) ?? 0) + share.seconds);
  const sorted = [...seconds].sort(([, a], [, b]) => b - a);
  const rest = sorted.slice(TOLD).reduce((sum, [, one]) => sum + one, 0);
  return [...sorted.slice(0, TOLD), [other, rest] as const]
    .map(([name, one]): [string, number] => [name, Math.round(one / 60)])
    .filter(([, minutes]) => minutes > 0);
}
