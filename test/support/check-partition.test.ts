import { catchEach, type Defect, order, R1, R2 } from './plan-defects.js';

const defects: readonly Defect[] = [
  { what: 'an order nobody mentions', make: (p) => (p.unassigned = []), says: /o4 is neither/ },
  {
    what: 'an order both collected and left',
    make: (p) => p.unassigned.push({ ...p.unassigned[0], order: 'o2' }),
    says: /o2 is both/,
  },
  {
    what: 'an order collected twice',
    make: (p) => p.runs[R1].stops[0].orders.push('o1'),
    says: /o1 is collected 2 times/,
  },
  {
    what: 'an invented order',
    make: (p) => p.unassigned.push({ ...p.unassigned[0], order: 'o9' }),
    says: /o9 is not in the day/,
  },
  { what: 'a missing remedy', make: (p) => (p.unassigned[0].remedy = ' '), says: /o4 has no remedy/ },
  { what: 'an unknown code', make: (p) => (p.unassigned[0].code = 'tired'), says: /unknown code tired/ },
  { what: 'a run id used twice', make: (p) => (p.runs[R2].id = 'R1'), says: /run id R1 is used 2 times/ },
  {
    what: 'an order collected elsewhere than it waits',
    make: (_, d) => (order(d, 'o2').site = 'a'),
    says: /o2 waits at a/,
  },
  {
    what: 'produce that is not ripe there',
    make: (_, d) => (d.sites[1].supply[0].kg = 2),
    says: /but 2 kg are ripe/,
  },
  {
    what: 'a duplicated row that is forgotten',
    make: (_, d) => d.orders.push({ ...order(d, 'o2') }),
    says: /#4 is neither/,
  },
];

describe('the checker on orders', () => {
  catchEach(defects);
});
