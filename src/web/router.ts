import { useEffect, useState } from 'preact/hooks';

/** Where the reader is. Kept in the address after #, so that links can be sent and Back works. */
export type Place =
  | { readonly page: 'home' }
  | {
      readonly page: 'plan';
      readonly id: string;
      readonly tab: Tab;
      readonly run: string | null;
      readonly outlet: string | null;
    }
  | { readonly page: 'unknown' };

export const TABS = ['runs', 'outlets', 'unassigned', 'figures'] as const;
export type Tab = (typeof TABS)[number];

export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { page: 'home' };
  if (parts[0] !== 'plans' || parts[1] === undefined || parts.length > 2) return { page: 'unknown' };
  const search = new URLSearchParams(query);
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'runs';
  return {
    page: 'plan',
    id: decodeURIComponent(parts[1]),
    tab,
    run: search.get('run'),
    outlet: search.get('outlet'),
  };
}

export const planHref = (
  id: string,
  at: { readonly tab?: Tab; readonly run?: string | null; readonly outlet?: string | null } = {},
): string => {
  const search = new URLSearchParams();
  if (at.tab && at.tab !== 'runs') search.set('tab', at.tab);
  if (at.run) search.set('run', at.run);
  if (at.outlet) search.set('outlet', at.outlet);
  const query = search.toString();
  return `#/plans/${encodeURIComponent(id)}${query ? `?${query}` : ''}`;
};

export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return placeOf(hash);
}
