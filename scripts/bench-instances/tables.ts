import type { Case } from './instances.js';
import type { Row } from './results.js';

type Cell = string | number;

/** Gap tables of each class and time, and a summary of all classes, as Markdown. */
export const tables = (cases: readonly Case[], rows: readonly Row[]): string => {
  const parts: string[] = [];
  const summary: Cell[][] = [];
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  for (const time of [...new Set(rows.map((row) => row.time))])
    for (const problem of [...new Set(cases.map((known) => known.problem))]) {
      const group = new Group(
        cases.filter((known) => known.problem === problem),
        rows.filter((row) => row.class === problem && row.time === time),
        engines,
      );
      parts.push(`### ${problem}, ${time} s\n\n${group.table()}`);
      summary.push([problem, `${time} s`, ...group.summary()]);
    }
  const head = ['class', 'time', 'instances', ...engines.flatMap((name) => [name, 'feasible'])];
  const notes = [
    'Gap in % to the best-known cost, mean over seeds, then over instances; with vehicles first, vehicles above the',
    'best known beside the gap of those with as few vehicles. Runs without a feasible solution are left out of means.',
  ];
  return [
    ...parts,
    `### All\n\n${markdown(head, summary)}\n\n${notes.join('\n')}`,
    machineTable(rows, engines),
  ].join('\n\n');
};

/** Cells as a Markdown table. */
export const markdown = (head: readonly Cell[], lines: readonly (readonly Cell[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const mean = (list: readonly number[]): number =>
  list.reduce((sum, one) => sum + one, 0) / list.length;

/** The instances of one class at one time. */
class Group {
  private readonly vehiclesFirst: boolean;

  constructor(
    private readonly cases: readonly Case[],
    private readonly rows: readonly Row[],
    private readonly engines: readonly string[],
  ) {
    this.vehiclesFirst = cases.some(({ objective }) => objective === 'vehicles-first');
  }

  table(): string {
    const head = [
      'instance',
      'locations',
      'best known',
      ...this.engines.flatMap((name) => (this.vehiclesFirst ? [`${name} vehicles`, 'gap'] : [name])),
    ];
    const lines = this.cases.map((known) => {
      const size = this.rows.find(({ instance }) => instance === known.name)?.dimension ?? '';
      const best = this.vehiclesFirst ? `${known.bestVehicles}, ${known.bestCost}` : (known.bestCost ?? '');
      return [known.name, size, best, ...this.engines.flatMap((engine) => this.cells(known, engine))];
    });
    return markdown(head, lines);
  }

  /** Instances, and by engine the class's mean and how many runs were feasible. */
  summary(): Cell[] {
    return [
      this.cases.length,
      ...this.engines.flatMap((engine) => {
        const all = this.rows.filter((row) => row.engine === engine);
        const feasible = all.filter(({ status }) => status === 'feasible').length;
        const cannot = all.length > 0 && all.every(({ status }) => status === 'cannot');
        const asked = all.filter(({ status }) => status !== 'cannot').length;
        return cannot ? ['cannot', ''] : [this.classMean(engine), `${feasible}/${asked}`];
      }),
    ];
  }

  private classMean(engine: string): string {
    const gaps = this.cases.flatMap((known) => means(this.gaps(known, engine)));
    const told = percent(means(gaps));
    if (!this.vehiclesFirst) return told;
    const more = this.cases.flatMap((known) =>
      means(this.feasible(known, engine).map((row) => row.vehicles! - (known.bestVehicles ?? row.vehicles!))),
    );
    return more.length === 0 ? '-' : `+${mean(more).toFixed(2)} vehicles, ${told}`;
  }

  private cells(known: Case, engine: string): Cell[] {
    const all = this.rows.filter((row) => row.engine === engine && row.instance === known.name);
    const feasible = this.feasible(known, engine);
    if (feasible.length === 0) {
      const word = all[0]?.status ?? '-';
      return this.vehiclesFirst ? [word, '-'] : [word];
    }
    const missing = feasible.length < all.length ? ` (${feasible.length}/${all.length})` : '';
    const told = percent(means(this.gaps(known, engine))) + missing;
    return this.vehiclesFirst ? [mean(feasible.map((row) => row.vehicles!)).toFixed(1), told] : [told];
  }

  /** In %, by feasible run; with vehicles first of the runs with as few vehicles as are known to do. */
  private gaps(known: Case, engine: string): number[] {
    const best = known.bestCost ?? this.bestOfRun(known);
    return this.feasible(known, engine)
      .filter((row) => !this.vehiclesFirst || row.vehicles! <= (known.bestVehicles ?? row.vehicles!))
      .map((row) => (row.cost! / best - 1) * 100);
  }

  private bestOfRun({ name }: Case): number {
    const feasible = this.rows.filter((row) => row.instance === name && row.status === 'feasible');
    return Math.min(...feasible.map((row) => row.cost!));
  }

  private feasible({ name }: Case, engine: string): Row[] {
    return this.rows.filter(
      (row) => row.engine === engine && row.instance === name && row.status === 'feasible',
    );
  }
}

const means = (list: readonly number[]): number[] => (list.length === 0 ? [] : [mean(list)]);

const percent = ([gap]: readonly number[]): string => (gap === undefined ? '-' : `${gap.toFixed(2)} %`);

/** By class: peak memory, seconds and iterations a second of each engine. */
const machineTable = (rows: readonly Row[], engines: readonly string[]): string => {
  const head = [
    'class',
    'time',
    'engine',
    'version',
    'peak MB',
    'seconds, mean',
    'whole process',
    'its CPU',
    'iterations/s',
  ];
  const lines = [...new Set(rows.map((row) => `${row.class}|${row.time}`))].flatMap((key) =>
    engines.flatMap((engine) => {
      const some = rows.filter(
        (row) => `${row.class}|${row.time}` === key && row.engine === engine && row.seconds !== null,
      );
      const [first] = some;
      if (first === undefined) return [];
      const rates = some.flatMap((row) => (row.iterations === null ? [] : [row.iterations / row.seconds!]));
      const peaks = some.flatMap((row) => (row.peak === null ? [] : [row.peak]));
      return [
        [
          first.class,
          `${first.time} s`,
          engine,
          first.version,
          peaks.length === 0 ? '-' : Math.max(...peaks).toFixed(0),
          mean(some.map((row) => row.seconds!)).toFixed(1),
          mean(some.map((row) => row.wall)).toFixed(1),
          mean(some.map((row) => row.cpu ?? NaN)).toFixed(1),
          rates.length === 0 ? '-' : Math.round(mean(rates)),
        ],
      ];
    }),
  );
  return `### Machine\n\n${markdown(head, lines)}`;
};
