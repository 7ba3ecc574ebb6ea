import type { PlanNote } from '../api/types.js';
import { useSpeech } from '../language/language.js';

/** Season, closures and slowdowns the plan was driven on, and those that met no road. */
export function RoadNotes({ notes }: { readonly notes: readonly PlanNote[] }) {
  const { t, maybe, language } = useSpeech();
  if (notes.length === 0) return null;
  const codes = [...new Set(notes.map(({ code }) => code))];
  const colon = language === 'zh' ? '：' : ': ';
  return (
    <ul class="road-notes" aria-label={t('roadNotes')}>
      {codes.map((code) => {
        const about = notes.filter((note) => note.code === code);
        return (
          <li key={code} class={code} title={about.map(({ message }) => message).join('\n')}>
            {maybe('note_', code)}
            {code !== 'roads-empty' && colon + about.map((note) => maybe('season_', note.about)).join(', ')}
          </li>
        );
      })}
    </ul>
  );
}
