import { expect } from 'chai';
import fc from 'fast-check';
import { checkWaybill, s10CheckDigit } from '../../src/domain/waybill.js';

const serial = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 8 });

describe('waybill numbers', () => {
  it('of the S10 form carry the check digit of the standard', () => {
    // 47312482 is the worked example that postal administrations publish.
    expect(s10CheckDigit('47312482')).to.equal(9);
    expect(checkWaybill('RR473124829GB')).to.deep.equal({ kind: 's10', valid: true });
    expect(checkWaybill('rr 47312482 9 gb')).to.deep.equal({ kind: 's10', valid: true });
    expect(checkWaybill('RR473124828GB')).to.deep.equal({ kind: 's10', valid: false, expected: 9 });
  });

  it('turn a remainder of 10 into 0 and of 11 into 5', () => {
    expect(s10CheckDigit('00000000')).to.equal(5);
    expect(s10CheckDigit('00004000')).to.equal(0);
  });

  it('show every single digit mistyped', () => {
    fc.assert(
      fc.property(serial, fc.nat(7), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const mistyped = [...digits]
          .map((digit, k) => (k === at ? String((Number(digit) + by) % 10) : digit))
          .join('');
        const right = s10CheckDigit(digits);
        // 5 and 0 each stand for two remainders, so only there may an error stay unseen.
        if (right !== 5 && right !== 0) expect(s10CheckDigit(mistyped)).to.not.equal(right);
        expect(s10CheckDigit(digits)).to.equal(s10ByHand(digits));
      }),
    );
  });

  it('of thirteen digits and of other forms are accepted with a warning', () => {
    expect(checkWaybill('9876543210123')).to.include({ kind: 'domestic', valid: true });
    expect(checkWaybill('SF1234567890')).to.include({ kind: 'other', valid: true });
    for (const text of ['9876543210123', 'SF1234567890', ''])
      expect(checkWaybill(text)).to.have.property('warning');
  });
});

function s10ByHand(digits: string): number {
  const [a, b, c, d, e, f, g, h] = [...digits].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const left = (8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11;
  return left === 1 ? 0 : left === 0 ? 5 : 11 - left;
}
