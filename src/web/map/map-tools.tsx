import { useSpeech } from '../language/language.js';
import { RAMPS, REACH, ROAD_VIEWS, type RoadView } from './road-view.js';

interface Props {
  readonly view: RoadView;
  readonly setView: (view: RoadView) => void;
  /** Profiles of the day's vehicles, the most used first. */
  readonly profiles: readonly string[];
  readonly profile: string;
  readonly setProfile: (profile: string) => void;
  /** Name of the place picked whose reach may be asked for; null where none is, or it is shown. */
  readonly offered: string | null;
  readonly showReach: () => void;
  /** Name of the place whose reach is shown. */
  readonly shown: string | null;
  readonly waiting: boolean;
  /** What the service said where it refused, or that nothing is within reach. */
  readonly fault: string | null;
  readonly clearReach: () => void;
}

/** Above the map: how roads are coloured, for which vehicle, and what is within reach of a place. */
export function MapTools(props: Props) {
  const { t, maybe } = useSpeech();
  const { view, profiles, profile } = props;
  return (
    <div class="map-tools" role="group" aria-label={t('mapTools')}>
      <div class="tool">
        <span class="soft" id="road-view">
          {t('roadView')}
        </span>
        <div class="segmented" role="group" aria-labelledby="road-view">
          {ROAD_VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => props.setView(one)}>
              {t(`roads_${one}`)}
            </button>
          ))}
        </div>
      </div>
      {profiles.length > 1 && (view !== 'plain' || props.shown !== null || props.offered !== null) && (
        <label class="tool">
          <span class="soft">{t('forVehicle')}</span>
          <select value={profile} onChange={(event) => props.setProfile(event.currentTarget.value)}>
            {profiles.map((one) => (
              <option key={one} value={one}>
                {maybe('profile_', one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {props.offered !== null && (
        <button type="button" class="tool-button" onClick={props.showReach}>
          {t('showReach')} · {props.offered}
        </button>
      )}
      {view !== 'plain' && <Ramp view={view} />}
      {props.shown !== null && <Reach {...props} place={props.shown} />}
    </div>
  );
}

function Ramp({ view }: { readonly view: Exclude<RoadView, 'plain'> }) {
  const { t } = useSpeech();
  const steps = RAMPS[view];
  return (
    <ul class="ramp" aria-label={t(`roads_${view}`)}>
      {steps.map(({ from, colour }, index) => {
        const next = steps[index + 1]?.from;
        return (
          <li key={from}>
            <span class="step" style={{ background: colour }} aria-hidden="true" />
            {next === undefined ? `≥ ${from}` : `${from}–${next}`}
            {index === steps.length - 1 && (view === 'grade' ? ' %' : ` ${t('kmh')}`)}
          </li>
        );
      })}
      <li>
        <span class="step shut" aria-hidden="true" />
        {t('closedToIt')}
      </li>
    </ul>
  );
}

function Reach({ place, waiting, fault, clearReach }: Props & { readonly place: string }) {
  const { t } = useSpeech();
  return (
    <div class="reach" role="status">
      <span>
        {t('reachOf')} {place}
      </span>
      {waiting && <span class="soft">{t('loading')}</span>}
      {fault !== null && <span class="fault">{fault}</span>}
      {!waiting && fault === null && (
        <ul class="ramp">
          {REACH.map(({ minutes, colour }) => (
            <li key={minutes}>
              <span
                class="step area"
                style={{ background: `${colour}66`, borderColor: colour }}
                aria-hidden="true"
              />
              {minutes} {t('minutes')}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="quiet" onClick={clearReach}>
        {t('clearReach')}
      </button>
    </div>
  );
}
