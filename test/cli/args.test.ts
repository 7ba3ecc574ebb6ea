import { expect } from 'chai';
import { parse, UsageError } from '../../src/cli/args.js';

describe('command line arguments', () => {
  it('take a negative number as the value of the option before it', () => {
    const args = parse(['--from', '-51.2,-30.0', '--max-snap', '-1', 'x'], ['from', 'max-snap']);
    expect(args.text('from')).to.equal('-51.2,-30.0');
    expect(args.text('max-snap')).to.equal('-1');
    expect(args.positionals).to.deep.equal(['x']);
  });

  it('name an option that is not known, and one that misses its value', () => {
    expect(() => parse(['--tiem', '3'], ['time'])).to.throw(UsageError, '--tiem');
    expect(() => parse(['--time'], ['time'])).to.throw(UsageError, '--time');
  });

  it('keep numbers within their bounds', () => {
    const args = parse(['--time', '0'], ['time']);
    expect(() => args.number('time', 30, 0.1, 86400)).to.throw(UsageError, 'from 0.1 to 86400');
    expect(args.number('seed', 7, 0, 9)).to.equal(7);
  });
});
