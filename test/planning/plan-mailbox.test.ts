import { expect } from 'chai';
import fc from 'fast-check';
import type { OfferedPlan } from '../../solver/index.js';
import { createMailbox, leaveMailbox, openMailbox } from '../../src/planning/plan-mailbox.js';

const plan = (value: number, ...tasks: number[]): OfferedPlan => ({
  value,
  runs: [{ vehicle: 0, sink: 0, tasks }],
});

describe('A plan mailbox', () => {
  it('hands over any plan as it was offered', () => {
    const runs = fc.shuffledSubarray(Array.from({ length: 12 }, (_, task) => task)).chain((tasks) =>
      fc
        .array(fc.record({ vehicle: fc.nat(9), sink: fc.nat(3), from: fc.nat(11) }), { maxLength: 6 })
        .map((cuts) =>
          [...cuts]
            .sort((a, b) => a.from - b.from)
            .map(({ vehicle, sink, from }, at, all) => ({
              vehicle,
              sink,
              tasks: tasks.slice(from, all[at + 1]?.from ?? tasks.length),
            }))
            .filter((run) => run.tasks.length > 0),
        ),
    );
    fc.assert(
      fc.property(runs, fc.double({ noNaN: true, noDefaultInfinity: true }), (offered, value) => {
        const mailbox = createMailbox(2, 12);
        const [one, two] = [0, 1].map((thread) => openMailbox(mailbox, thread, null));
        expect(one!.swap(0, { value, runs: offered })).to.equal(null);
        expect(two!.swap(0, { value: 0, runs: [] })).to.deep.equal({ value, runs: offered });
      }),
    );
  });

  it('answers the best of the others, never the own, and the lowest thread of equals', () => {
    const mailbox = createMailbox(4, 4);
    const threads = [0, 1, 2, 3].map((thread) => openMailbox(mailbox, thread, null));
    threads[0]!.swap(0, plan(7, 0));
    threads[1]!.swap(0, plan(5, 1));
    threads[2]!.swap(0, plan(5, 2));
    expect(threads[3]!.swap(0, plan(1, 3))).to.deep.equal(plan(5, 1));
    expect(threads[0]!.swap(1, plan(6, 0))).to.deep.equal(plan(1, 3));
  });

  it('has nothing of a thread that has found no plan', () => {
    const mailbox = createMailbox(2, 4);
    openMailbox(mailbox, 0, null).swap(0, { value: Infinity, runs: [] });
    expect(openMailbox(mailbox, 1, null).swap(0, plan(1, 0))).to.equal(null);
  });

  it('takes the latest plan that is there where nobody waits', () => {
    const mailbox = createMailbox(2, 4);
    const [one, two] = [0, 1].map((thread) => openMailbox(mailbox, thread, null));
    for (const point of [0, 1, 2]) one!.swap(point, plan(9 - point, point));
    expect(two!.swap(0, plan(20, 3))).to.deep.equal(plan(7, 2));
  });

  it('answers the plan of the same point where all wait, though the other is one ahead', () => {
    const mailbox = createMailbox(2, 4);
    const ahead = openMailbox(mailbox, 0, null);
    ahead.swap(0, plan(9, 0));
    ahead.swap(1, plan(8, 1));
    const waiting = openMailbox(mailbox, 1, () => false);
    expect(waiting.swap(0, plan(20, 3))).to.deep.equal(plan(9, 0));
    expect(waiting.swap(1, plan(20, 3))).to.deep.equal(plan(8, 1));
  });

  it('waits for nobody who has left, and takes what they posted before', () => {
    const mailbox = createMailbox(2, 4);
    openMailbox(mailbox, 0, null).swap(0, plan(9, 0));
    leaveMailbox(mailbox, 0);
    const waiting = openMailbox(mailbox, 1, () => false);
    expect(waiting.swap(0, plan(20, 3))).to.deep.equal(plan(9, 0));
    expect(waiting.swap(1, plan(20, 3))).to.equal(null);
  });

  it('stops waiting when told to stop', () => {
    let asked = 0;
    const waiting = openMailbox(createMailbox(2, 4), 1, () => ++asked > 2);
    expect(waiting.swap(0, plan(20, 3))).to.equal(null);
  });
});
