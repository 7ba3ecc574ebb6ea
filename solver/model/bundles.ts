import type { ProblemInput } from './problem.js';

/** Tasks tied by pairs and same-run groups, joined through common members; single tasks stand alone. */
export function bundlesOf({ tasks, pairs = [], sameRun = [] }: ProblemInput) {
  const parent = Int32Array.from(tasks, (_, task) => task);
  const rootOf = (task: number): number => {
    let root = task;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  // The smaller index becomes the root, so that bundles are numbered by their first task.
  const join = (a: number, b: number): void => {
    const [one, other] = [rootOf(a), rootOf(b)];
    parent[Math.max(one, other)] = Math.min(one, other);
  };
  for (const { pickup, delivery } of pairs) join(pickup, delivery);
  for (const group of sameRun) for (const task of group.tasks) join(group.tasks[0], task);

  const taskBundle = new Int32Array(tasks.length);
  const sizes: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const root = rootOf(task);
    if (root === task) sizes.push(0);
    taskBundle[task] = root === task ? sizes.length - 1 : taskBundle[root];
    sizes[taskBundle[task]]++;
  }
  const bundleStart = new Int32Array(sizes.length + 1);
  sizes.forEach((size, bundle) => (bundleStart[bundle + 1] = bundleStart[bundle] + size));
  const bundleTask = new Int32Array(tasks.length);
  const next = bundleStart.slice();
  for (let task = 0; task < tasks.length; task++) bundleTask[next[taskBundle[task]]++] = task;
  return { bundleCount: sizes.length, bundleStart, bundleTask, taskBundle };
}
