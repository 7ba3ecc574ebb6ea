import { clockOf, dateOf, instantSeconds } from '../domain/clock.js';

/** Writes instants as clock times of a plan's zone; another date than the plan's stands before the clock. */
export function clockWriter(plan: { readonly date: string; readonly timeZone: string }) {
  return (instant: string | null): string => {
    if (instant === null) return '';
    const seconds = instantSeconds(instant);
    const clock = clockOf(seconds, plan.timeZone);
    const date = dateOf(seconds, plan.timeZone);
    return date === plan.date ? clock : `${date.slice(5)} ${clock}`;
  };
}

/** Hours and minutes of a span of seconds: `3:05`. */
export function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
