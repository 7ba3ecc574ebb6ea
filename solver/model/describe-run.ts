import type { DayScheduler } from './day-scheduler.js';
import type { Problem } from './frozen-problem.js';
import type { PlanBreak, PlanRest, PlanRun, PlanStop } from './plan.js';
import { OFF_DUTY } from './rich-run-scheduler.js';
import type { RunScheduler } from './run-scheduler.js';
import type { WarmRun } from './solve-options.js';

/** Times of one run of the day that was scheduled last. */
export function describeRun(problem: Problem, day: DayScheduler, run: WarmRun, index: number): PlanRun {
  const startLocation = day.startLocation[index];
  const times = day.replay(run.vehicle, index);
  const { stops, rests } = describeStops(problem, run.tasks, times);
  if (index === day.runCount - 1 && day.homeRestSeconds > 0) {
    rests.push({ afterStop: stops.length, seconds: day.homeRestSeconds });
  }
  return {
    vehicle: run.vehicle,
    startLocation,
    departSeconds: times.departSeconds,
    stops,
    rests,
    breaks: describeBreaks(problem, day, run, index, stops),
    sink: run.sink,
    arriveSinkSeconds: times.arriveSinkSeconds,
    unloadedSeconds: times.unloadedSeconds,
    metres: times.metres,
    drivingSeconds: times.drivingSeconds,
    lateCost: times.lateCost,
  };
}

function describeStops(
  problem: Problem,
  tasks: readonly number[],
  times: RunScheduler,
): { stops: PlanStop[]; rests: PlanRest[] } {
  const stops: (PlanStop & { tasks: number[]; taskStartSeconds: number[]; leaveSeconds: number })[] = [];
  const rests: PlanRest[] = [];
  tasks.forEach((task, at) => {
    const location = problem.taskLocation[task];
    const stop = stops.at(-1);
    if (times.restSeconds[at] > 0)
      rests.push({ afterStop: stops.length - 1, seconds: times.restSeconds[at] });
    if (stop?.location === location) {
      stop.tasks.push(task);
      stop.taskStartSeconds.push(times.startSeconds[at]);
      stop.leaveSeconds = times.leaveSeconds[at];
      return;
    }
    stops.push({
      location,
      tasks: [task],
      taskStartSeconds: [times.startSeconds[at]],
      arriveSeconds: times.arriveSeconds[at],
      startSeconds: times.startSeconds[at],
      leaveSeconds: times.leaveSeconds[at],
    });
  });
  if (times.restSeconds[tasks.length] > 0) {
    rests.push({ afterStop: stops.length - 1, seconds: times.restSeconds[tasks.length] });
  }
  return { stops, rests };
}

/** Breaks of the day are kept by position in their run: the tasks, the sink, home. */
function describeBreaks(
  problem: Problem,
  day: DayScheduler,
  run: WarmRun,
  index: number,
  stops: readonly PlanStop[],
): PlanBreak[] {
  const breaks: PlanBreak[] = [];
  for (let at = problem.vehicleBreakStart[run.vehicle]; at < day.breaksEnd; at++) {
    if (day.breakRun[at] !== index || day.breakPlace[at] === OFF_DUTY) continue;
    const afterStop = stopsBefore(stops, run.tasks.length, day.breakPlace[at]) - 1;
    breaks.push({
      afterStop,
      startSeconds: day.breakStartSeconds[at],
      seconds: problem.breakSeconds[at],
    });
  }
  return breaks;
}

function stopsBefore(stops: readonly PlanStop[], tasks: number, position: number): number {
  if (position >= tasks) return stops.length + position - tasks;
  let served = 0;
  let stop = 0;
  while (served < position) served += stops[stop++].tasks.length;
  return stop;
}
