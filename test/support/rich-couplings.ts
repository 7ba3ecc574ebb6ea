import type { ProblemInput } from '../../solver/model/problem.js';
import type { Making } from './rich-problem.js';
import type { Feature } from './rich-recipe.js';

/** Keys of tasks are looked at in blocks of so many; a block plays one part. */
const BLOCK = 4;

type Couplings = Pick<
  ProblemInput,
  'tasks' | 'pairs' | 'alternatives' | 'sameRun' | 'precedences' | 'balance'
>;
type Rules = Omit<Couplings, 'tasks'>;

/**
 * Rules between tasks. A block of four keys becomes two pairs, a group of alternatives or a same-run
 * group (now and then of the pickups of pairs); every order goes from lower to higher keys, so that
 * orders never contradict each other.
 */
export function couplings({ recipe, draws, has }: Making): Rules {
  const pairs: NonNullable<Rules['pairs']>[number][] = [];
  const alternatives: NonNullable<Rules['alternatives']>[number][] = [];
  const sameRun: NonNullable<Rules['sameRun']>[number][] = [];
  const wishes = (['pairs', 'alternatives', 'sameRun'] as const).filter((feature) => has(feature));
  for (const [block, members] of blocks(recipe.tasks)) {
    const own = draws.of('block', block);
    if (wishes.length === 0 || own.chance('uncoupled', 15)) continue;
    const part: Feature = own.pick('part', wishes);
    if (part === 'pairs') pairs.push(...pairsOf(members, recipe.tasks, has('maxAboard'), own));
    else if (members.length >= 2) {
      const tasks = members.map((key) => recipe.tasks.indexOf(key)).slice(0, own.int('size', 2, BLOCK));
      if (part === 'alternatives')
        alternatives.push({
          tasks,
          penalty: own.chance('optional', 60) ? own.int('penalty', 0, 50_000) : null,
        });
      else sameRun.push({ tasks, ordered: own.chance('ordered', 50) });
    }
  }
  if (has('sameRun') && pairs.length >= 2 && draws.chance('pairs together', 40))
    sameRun.push({
      tasks: pairs.slice(0, 2).map(({ pickup }) => pickup),
      ordered: draws.chance('in order', 50),
    });
  return {
    ...(pairs.length > 0 ? { pairs } : {}),
    ...(alternatives.length > 0 ? { alternatives } : {}),
    ...(sameRun.length > 0 ? { sameRun } : {}),
    ...(has('precedences') ? { precedences: precedences(recipe.tasks, draws) } : {}),
    ...(has('balance')
      ? {
          balance: {
            longestDayCostPerSecond: draws.int('makespan', 0, 3),
            spreadCostPerSecond: draws.int('spread', 0, 3),
          },
        }
      : {}),
  };
}

function blocks(tasks: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const key of tasks) {
    const block = Math.floor(key / BLOCK);
    found.set(block, [...(found.get(block) ?? []), key]);
  }
  return found;
}

function pairsOf(
  members: readonly number[],
  tasks: readonly number[],
  limited: boolean,
  own: Making['draws'],
): NonNullable<Rules['pairs']> {
  return members
    .filter((key) => key % 2 === 0 && members.includes(key + 1))
    .map((key) => ({
      pickup: tasks.indexOf(key),
      delivery: tasks.indexOf(key + 1),
      maxAboardSeconds:
        limited && own.of(key).chance('limited', 70) ? own.of(key).int('aboard', 300, 6000) : null,
    }));
}

function precedences(tasks: readonly number[], draws: Making['draws']): NonNullable<Rules['precedences']> {
  return tasks.flatMap((key, after) =>
    tasks.slice(0, after).flatMap((earlier, before) => {
      const near = key - earlier <= 2 * BLOCK;
      return near && draws.of('order', earlier, key).chance('first', 15) ? [{ before, after }] : [];
    }),
  );
}
