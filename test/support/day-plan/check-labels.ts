/** Waybills: posted by the outlet in charge, while it is open, no faster than it can. */
import { at, type Check, SECOND } from './check-context.js';
import type { Link } from './plan-document.js';
import type { RawPlace } from './raw-day.js';

const DAY = 86_400;

export function checkLabels(check: Check): void {
  const byOutlet = new Map<string, Link[]>();
  for (const link of check.plan.chain) {
    checkOutlet(check, link);
    const list = byOutlet.get(link.outlet);
    if (list) list.push(link);
    else byOutlet.set(link.outlet, [link]);
  }
  for (const [id, links] of byOutlet) {
    const outlet = check.day.places.get(id);
    if (outlet) checkPosting(check, outlet, links);
  }
}

/** The outlet that a site states, or the outlet where the order waits; else the planner may choose. */
function checkOutlet(check: Check, link: Link): void {
  const kind = check.day.places.get(link.outlet)?.kind;
  if (kind !== 'outlet' && kind !== 'hub') check.say(`chain of ${link.order}: ${link.outlet} is no outlet`);
  const stated = check.day.places.get(link.site)?.outlet ?? null;
  if (stated !== null && stated !== link.outlet)
    check.say(`chain of ${link.order}: outlet ${link.outlet}, ${stated} is in charge of ${link.site}`);
}

/** A wave may begin when the outlet closes and is then finished; orders of days before have the same hours. */
function checkPosting(check: Check, outlet: RawPlace, links: readonly Link[]): void {
  const open = outlet.open[0];
  for (const link of links) {
    const days = open ? Math.floor((link.shipped - open.from) / DAY) : 0;
    const late = check.day.labelEverySeconds + SECOND;
    if (open && link.shipped - days * DAY > open.to + late)
      check.say(
        `chain of ${link.order}: waybill posted ${at(check, link.shipped)}, when ${outlet.id} is closed`,
      );
  }
  const times = links.map((link) => link.shipped).sort((a, b) => a - b);
  times.forEach((time, index) => {
    const after = times[index + outlet.labelsPerHour];
    if (after !== undefined && after - time < 3600 - 2 * SECOND)
      check.say(
        `${outlet.id}: posts more than ${outlet.labelsPerHour} waybills in the hour from ${at(check, time)}`,
      );
  });
}
