import { expect } from 'chai';
import type { SolveResult, SolverPlan } from '../../solver/index.js';
import { ThreadAnswers, type ThreadAnswer } from '../../src/planning/thread-answers.js';

/** Only the cost of a plan is looked at; the number of iterations tells answers apart. */
const answer = (name: number, missing: number, total: number): ThreadAnswer => ({
  result: {
    plan: { runs: [], leftOut: [], departures: [], cost: { total } } as unknown as SolverPlan,
    lowerBound: null,
    iterations: name,
    poolRuns: 0,
    selection: null,
  },
  missing,
});

const gather = (threads: number): { answers: ThreadAnswers; settled: (number | string)[] } => {
  const settled: (number | string)[] = [];
  const settle = (result: SolveResult | Error): number =>
    settled.push(result instanceof Error ? result.message : result.iterations);
  return { answers: new ThreadAnswers(threads, settle), settled };
};

describe('ThreadAnswers', () => {
  it('waits for all threads and keeps the cheapest plan', () => {
    const { answers, settled } = gather(3);
    answers.put(2, answer(2, 0, 30), true);
    answers.put(0, answer(0, 0, 50), true);
    expect(settled).to.deep.equal([]);
    answers.put(1, answer(1, 0, 40), true);
    expect(settled).to.deep.equal([2]);
  });

  it('holds a plan better that leaves out fewer tasks that must be served, whatever it costs', () => {
    const { answers, settled } = gather(2);
    answers.put(0, answer(0, 1, 10), true);
    answers.put(1, answer(1, 0, 90), true);
    expect(settled).to.deep.equal([1]);
  });

  it('keeps the lowest thread of equals, in whatever order they answer', () => {
    const { answers, settled } = gather(2);
    answers.put(1, answer(1, 0, 10), true);
    answers.put(0, answer(0, 0, 10), true);
    expect(settled).to.deep.equal([0]);
  });

  it('takes the final answer in place of the one before the selection', () => {
    const { answers, settled } = gather(1);
    answers.put(0, answer(1, 0, 20), false);
    expect(settled).to.deep.equal([]);
    answers.put(0, answer(2, 0, 10), true);
    expect(settled).to.deep.equal([2]);
  });

  it('in a hurry does not wait for a thread that is selecting', () => {
    const { answers, settled } = gather(2);
    answers.put(0, answer(0, 0, 20), true);
    answers.put(1, answer(1, 0, 10), false);
    expect(settled).to.deep.equal([]);
    answers.hurry();
    expect(settled).to.deep.equal([1]);
  });

  it('in a hurry still waits for a thread that has nothing yet', () => {
    const { answers, settled } = gather(2);
    answers.hurry();
    answers.put(0, answer(0, 0, 20), false);
    expect(settled).to.deep.equal([]);
    answers.put(1, answer(1, 0, 30), false);
    expect(settled).to.deep.equal([0]);
  });

  it('answers from the threads that have not failed, and fails with the first error where all have', () => {
    const some = gather(2);
    some.answers.fail(0, new Error('out of memory'));
    some.answers.put(1, answer(1, 0, 20), true);
    expect(some.settled).to.deep.equal([1]);
    const all = gather(2);
    all.answers.fail(1, new Error('first'));
    all.answers.fail(0, new Error('second'));
    expect(all.settled).to.deep.equal(['first']);
  });

  it('settles once', () => {
    const { answers, settled } = gather(1);
    answers.put(0, answer(1, 0, 20), true);
    answers.fail(0, new Error('a solving thread ended early with code 1'));
    answers.hurry();
    expect(settled).to.deep.equal([1]);
  });
});
