/** Outlets as sinks once feeders are known: their calls are the cut-offs. */
import type { PlanRun } from '../../solver/index.js';
import { stepCost, type Context } from './context.js';
import { handlingOf } from './pass-requests.js';
import type { SolvedPass } from './solved-pass.js';
import type { PassSink } from './to-problem.js';

/** Outlets as sinks whose cut-offs are the feeders' calls, each with room for what it takes and spares. */
export function callSinks(
  context: Context,
  hub: SolvedPass,
  outlets: readonly string[],
): { sinks: PassSink[]; places: (number | null)[] } {
  const places: (number | null)[] = [];
  const offset = context.timetable.events.length;
  const sinks = outlets.map((outlet): PassSink => {
    const calls = callsAt(context, hub, outlet);
    const numbers = calls.map((call) => offset + places.push(call.room) - 1);
    const steps = context.timetable.eventsOfClass.map((events, cls) =>
      calls.flatMap((call, k) => {
        const event = events.find((one) => context.timetable.events[one]!.cutOffAt >= call.unloadedAt);
        if (event === undefined) return [];
        return [
          {
            cutOffAt: call.at - handlingOf(context, outlet),
            costPerOrder: stepCost(context, cls, event),
            departure: numbers[k]!,
          },
        ];
      }),
    );
    return { place: outlet, steps: steps.map(rising) };
  });
  return { sinks, places };
}

/** A later call that catches an earlier departure is the one to wait for: costs must not fall. */
function rising<S extends { readonly costPerOrder: number }>(steps: readonly S[]): S[] {
  const kept: S[] = [];
  for (const step of steps) {
    while (kept.length > 0 && kept.at(-1)!.costPerOrder > step.costPerOrder) kept.pop();
    kept.push(step);
  }
  return kept;
}

interface Call {
  /** Epoch seconds at which loading may begin at the latest for the run to keep its times. */
  readonly at: number;
  /** Epoch seconds at which that run is unloaded at the hub. */
  readonly unloadedAt: number;
  /** Parcels it takes there now plus what its vehicle still has room for. */
  readonly room: number;
}

function callsAt(context: Context, hub: SolvedPass, outlet: string): Call[] {
  const location = context.places.index.get(outlet)!;
  const calls: Call[] = [];
  for (const run of hub.plan.runs)
    for (const stop of run.stops) {
      if (stop.location !== location) continue;
      const parcels = stop.tasks.reduce((sum, task) => sum + hub.pass.loads[task]!.parcels, 0);
      const at = context.zero + stop.startSeconds;
      calls.push({
        at,
        unloadedAt: context.zero + run.unloadedSeconds,
        room: parcels + spareParcels(hub, run),
      });
    }
  return calls.sort((a, b) => a.at - b.at);
}

/** Room left in a run's vehicle, in parcels of its mean weight and volume. */
function spareParcels(hub: SolvedPass, run: PlanRun): number {
  const capacity = hub.pass.problem.vehicles[run.vehicle]!.capacity;
  const tasks = run.stops.flatMap((stop) => stop.tasks.map((task) => hub.pass.problem.tasks[task]!));
  const loaded = capacity.map((_, dimension) => tasks.reduce((sum, task) => sum + task.load[dimension]!, 0));
  const parcels = Math.max(1, loaded[2]!);
  const spare = capacity.map((limit, k) => (limit - loaded[k]!) / Math.max(1e-9, loaded[k]! / parcels));
  return Math.max(0, Math.floor(Math.min(...spare)));
}
