import { HomePage } from './home/home-page.js';
import { SpeechProvider, useSpeech } from './language/language.js';
import { PlanPage } from './plan/plan-page.js';
import { Notice } from './parts/notice.js';
import { usePlace } from './router.js';
import markUrl from './mark.svg?url';

export function App() {
  return (
    <SpeechProvider>
      <Shell />
    </SpeechProvider>
  );
}

function Shell() {
  const place = usePlace();
  const { t } = useSpeech();
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        {t('skip')}
      </a>
      <TopBar />
      <main id="main" tabIndex={-1}>
        {place.page === 'home' && <HomePage />}
        {place.page === 'plan' && <PlanPage key={place.id} place={place} />}
        {place.page === 'unknown' && (
          <Notice title={t('notFound')} action={{ label: t('allPlans'), href: '#/' }} />
        )}
      </main>
    </>
  );
}

/** The address holds the place, so the jump is made by hand. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function TopBar() {
  const { t, language, setLanguage } = useSpeech();
  return (
    <header class="topbar">
      <a class="brand" href="#/">
        <img src={markUrl} alt="" width="26" height="26" />
        <strong>{language === 'zh' ? '驮马 Packhorse' : 'Packhorse'}</strong>
        <span class="tagline">{t('tagline')}</span>
      </a>
      <nav aria-label={t('language')}>
        <div class="segmented small" role="group" aria-label={t('language')}>
          <button
            type="button"
            lang="zh-CN"
            aria-pressed={language === 'zh'}
            onClick={() => setLanguage('zh')}
          >
            中文
          </button>
          <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => setLanguage('en')}>
            English
          </button>
        </div>
      </nav>
    </header>
  );
}
