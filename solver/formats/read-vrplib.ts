import { FormatError, type Instance, type InstanceVehicle } from './instance.js';

const SECTIONS = new Set([
  'NODE_COORD_SECTION',
  'DEMAND_SECTION',
  'SERVICE_TIME_SECTION',
  'TIME_WINDOW_SECTION',
  'RELEASE_TIME_SECTION',
  'PRIZE_SECTION',
  'CAPACITY_SECTION',
  'VEHICLES_FIXED_COST_SECTION',
  'VEHICLES_UNIT_DISTANCE_COST_SECTION',
  'VEHICLES_DEPOT_SECTION',
  'VEHICLES_RELOAD_DEPOT_SECTION',
  'VEHICLES_ALLOWED_CLIENTS_SECTION',
  'EDGE_WEIGHT_SECTION',
  'DEPOT_SECTION',
]);
const KEYS = new Set([
  'NAME',
  'COMMENT',
  'TYPE',
  'DIMENSION',
  'VEHICLES',
  'CAPACITY',
  'SERVICE_TIME',
  'VEHICLES_MAX_DURATION',
  'EDGE_WEIGHT_TYPE',
  'EDGE_WEIGHT_FORMAT',
  'NODE_COORD_TYPE',
  'DISPLAY_DATA_TYPE',
]);

interface Row {
  readonly line: number;
  readonly numbers: readonly number[];
}

/** The file's parts, with what could not be read. */
interface Parts {
  readonly keys: ReadonlyMap<string, string>;
  readonly sections: ReadonlyMap<string, readonly Row[]>;
  readonly faults: string[];
}

/**
 * Reads the VRPLIB dialect: TSPLIB's keys and sections, and those for windows, fleets, depots, prizes and
 * reloads that the research community added.
 * @param name of the file, for messages.
 * @throws FormatError with every fault
 */
export const readVrplib = (text: string, name: string): Instance => {
  const parts = split(text);
  const reader = new VrplibReader(parts);
  const instance = reader.read(name);
  if (parts.faults.length > 0) throw new FormatError(parts.faults.slice(0, 30), name);
  return instance;
};

const split = (text: string): Parts => {
  const keys = new Map<string, string>();
  const sections = new Map<string, Row[]>();
  const faults: string[] = [];
  let rows: Row[] | null = null;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line === 'EOF') return;
    const key = /^([A-Z][A-Z_]*)\s*:\s*(.*)$/.exec(line);
    if (key) {
      rows = null;
      keys.set(key[1], key[2].trim());
      if (!KEYS.has(key[1])) faults.push(`line ${index + 1}: ${key[1]} is a key this reader does not know`);
      return;
    }
    const section = /^[A-Z][A-Z_]*SECTION$/.exec(line);
    if (section) {
      rows = [];
      sections.set(line, rows);
      if (!SECTIONS.has(line))
        faults.push(`line ${index + 1}: ${line} is a section this reader does not know`);
      return;
    }
    const numbers = line.split(/\s+/).map(Number);
    if (rows === null || numbers.some(Number.isNaN)) {
      faults.push(
        `line ${index + 1}: "${line.slice(0, 40)}" is neither a key, a section nor a row of numbers`,
      );
    } else rows.push({ line: index + 1, numbers });
  });
  return { keys, sections, faults };
};

class VrplibReader {
  private locations = 0;

  constructor(private readonly parts: Parts) {}

  read(name: string): Instance {
    this.locations = this.whole('DIMENSION', 1);
    const depots = this.depots();
    const vehicles = this.vehicles(depots);
    const { SERVICE_TIME, VEHICLES_MAX_DURATION, NAME } = Object.fromEntries(this.parts.keys);
    const flat = SERVICE_TIME === undefined ? 0 : Number(SERVICE_TIME);
    return {
      name: NAME ?? name,
      depots,
      ...this.travel(),
      locations: this.locations,
      demand: this.column('DEMAND_SECTION') ?? this.filled(0),
      service:
        this.column('SERVICE_TIME_SECTION') ??
        Array.from({ length: this.locations }, (_, at) => (at < depots ? 0 : flat)),
      window: this.windows(),
      release: this.column('RELEASE_TIME_SECTION') ?? this.filled(0),
      prize: this.column('PRIZE_SECTION'),
      vehicles,
      reload: this.parts.sections.has('VEHICLES_RELOAD_DEPOT_SECTION'),
      maxDuration: VEHICLES_MAX_DURATION === undefined ? null : Number(VEHICLES_MAX_DURATION),
      pairs: new Map(),
    };
  }

  private filled(value: number): number[] {
    return new Array<number>(this.locations).fill(value);
  }

  private whole(key: string, least: number): number {
    const value = Number(this.parts.keys.get(key) ?? NaN);
    if (Number.isInteger(value) && value >= least) return value;
    this.parts.faults.push(`${key} must be a whole number of at least ${least}`);
    return least;
  }

  // Depots are the lowest numbers; the section ends with -1 in some files.
  private depots(): number {
    const rows = this.parts.sections.get('DEPOT_SECTION') ?? [];
    const listed = rows.flatMap(({ numbers }) => numbers).filter((number) => number > 0);
    if (listed.length === 0) return 1;
    if (listed.some((number, i) => number !== i + 1))
      this.parts.faults.push('DEPOT_SECTION must list the lowest locations, 1 and on');
    return listed.length;
  }

  private travel(): Pick<Instance, 'coordinates' | 'distances'> {
    const type = this.parts.keys.get('EDGE_WEIGHT_TYPE') ?? 'EUC_2D';
    if (type === 'EXPLICIT') return { coordinates: null, distances: this.explicit() };
    if (type !== 'EUC_2D') this.parts.faults.push(`EDGE_WEIGHT_TYPE ${type}: give EUC_2D or EXPLICIT`);
    const rows = this.rows('NODE_COORD_SECTION', 3);
    if (rows === null) this.parts.faults.push('NODE_COORD_SECTION is missing');
    return {
      coordinates: (rows ?? []).map(({ numbers }) => [numbers[1], numbers[2]] as const),
      distances: null,
    };
  }

  private explicit(): Float64Array {
    const size = this.locations;
    const format = this.parts.keys.get('EDGE_WEIGHT_FORMAT') ?? 'FULL_MATRIX';
    const numbers = (this.parts.sections.get('EDGE_WEIGHT_SECTION') ?? []).flatMap((row) => row.numbers);
    const matrix = new Float64Array(size * size);
    let next = 0;
    for (let row = 0; row < size; row += 1) {
      const last = format === 'LOWER_ROW' ? row - 1 : size - 1;
      for (let column = 0; column <= last; column += 1) {
        matrix[row * size + column] = numbers[next];
        if (format === 'LOWER_ROW') matrix[column * size + row] = numbers[next];
        next += 1;
      }
    }
    if (format !== 'FULL_MATRIX' && format !== 'LOWER_ROW')
      this.parts.faults.push(`EDGE_WEIGHT_FORMAT ${format}: give FULL_MATRIX or LOWER_ROW`);
    else if (next !== numbers.length)
      this.parts.faults.push(
        `EDGE_WEIGHT_SECTION holds ${numbers.length} numbers where ${next} are expected`,
      );
    return matrix;
  }

  /** Rows of a section with a number a location, in its order; null where the section is not there. */
  private rows(section: string, width: number, count = this.locations): readonly Row[] | null {
    const rows = this.parts.sections.get(section);
    if (rows === undefined) return null;
    if (rows.length !== count)
      this.parts.faults.push(`${section} has ${rows.length} rows where ${count} are expected`);
    rows.forEach(({ line, numbers }, i) => {
      if (numbers.length !== width)
        this.parts.faults.push(`line ${line}: ${section} has ${width} numbers a row, not ${numbers.length}`);
      else if (numbers[0] !== i + 1)
        this.parts.faults.push(
          `line ${line}: ${section} is numbered from 1 in order, so ${i + 1} is expected`,
        );
    });
    return rows;
  }

  private column(section: string, count?: number): number[] | null {
    return this.rows(section, 2, count)?.map(({ numbers }) => numbers[1]) ?? null;
  }

  private windows(): Instance['window'] {
    const rows = this.rows('TIME_WINDOW_SECTION', 3);
    if (rows === null) return this.filled(0).map(() => [0, Infinity] as const);
    return rows.map(({ line, numbers: [, open, close] }) => {
      if (!(open <= close)) this.parts.faults.push(`line ${line}: the window closes before it opens`);
      return [open, close] as const;
    });
  }

  private vehicles(depots: number): InstanceVehicle[] {
    const count = this.parts.keys.has('VEHICLES') ? this.whole('VEHICLES', 0) : this.locations - depots;
    const { CAPACITY } = Object.fromEntries(this.parts.keys);
    const capacity = this.column('CAPACITY_SECTION', count);
    const fixed = this.column('VEHICLES_FIXED_COST_SECTION', count);
    const unit = this.column('VEHICLES_UNIT_DISTANCE_COST_SECTION', count);
    const depot = this.column('VEHICLES_DEPOT_SECTION', count);
    const allowed = this.parts.sections.get('VEHICLES_ALLOWED_CLIENTS_SECTION');
    return Array.from({ length: count }, (_, vehicle) => ({
      capacity: capacity?.[vehicle] ?? (CAPACITY === undefined ? Infinity : Number(CAPACITY)),
      fixedCost: fixed?.[vehicle] ?? 0,
      unitCost: unit?.[vehicle] ?? 1,
      depot: (depot?.[vehicle] ?? 1) - 1,
      allowed:
        allowed === undefined
          ? null
          : new Set(allowed[vehicle]?.numbers.slice(1).map((number) => number - 1) ?? []),
    }));
  }
}
