import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/project-root.js';

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line from source, as a process of its own. */
function packhorse(args: readonly string[], environment: Record<string, string> = {}): Promise<Answer> {
  const cli = join(projectRoot(), 'src', 'cli.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', cli, ...args], {
    cwd: projectRoot(),
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('the command line', () => {
  let folder = '';
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'packhorse-cli-'))));
  after(() => rm(folder, { recursive: true, force: true }));
  const fileOf = async (name: string, content: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, content);
    return file;
  };

  it('exits 2 and names the file where a day is missing, a folder, or not JSON', async () => {
    for (const [file, words] of [
      [join(folder, 'none.json'), 'no such file'],
      [folder, 'a folder'],
      [await fileOf('broken.json', '{ "format": '), '1 faults'],
    ] as const) {
      const { code, err } = await packhorse(['plan', file]);
      expect([code, err]).to.satisfy(
        ([exit, text]: [number, string]) => exit === 2 && text.includes(words),
        err,
      );
    }
  });

  it('prints every fault of a refused day as JSON', async () => {
    const { code, out } = await packhorse(['plan', await fileOf('empty.json', '{}')]);
    expect(code).to.equal(2);
    expect((JSON.parse(out) as { faults: unknown[] }).faults.length).to.be.above(4);
  });

  it('plans a fixture day and prints a plan that gains reads back', async () => {
    const { code, out } = await packhorse([
      'plan',
      'fixtures/tianshui/day.json',
      '--iterations',
      '500',
      '--threads',
      '1',
      '--quiet',
    ]);
    expect(code).to.equal(0);
    const plan = JSON.parse(out) as { runs: unknown[]; gains: unknown };
    expect(plan.runs.length).to.be.above(0);
    const gains = await packhorse(['gains', await fileOf('plan.json', out)]);
    expect(JSON.parse(gains.out)).to.deep.equal(plan.gains);
  });

  it('exits 2 for an unknown command, fixture day or key role', async () => {
    expect((await packhorse(['fly'])).code).to.equal(2);
    expect((await packhorse(['fixtures', 'make', 'nowhere'])).err).to.contain('weinan');
    const database = { DATABASE_FILE: join(folder, 'x.sqlite') };
    expect((await packhorse(['keys', 'create', '--role', 'king'], database)).code).to.equal(2);
  });

  it('refuses a database in a place that cannot be made', async () => {
    const file = await fileOf('a-file', '');
    const { code, err } = await packhorse(['migrate'], { DATABASE_FILE: join(file, 'x', 'y.sqlite') });
    expect(code).to.equal(2);
    expect(err).to.contain('DATABASE_FILE');
  });
});
