import { expect } from 'chai';
import fc from 'fast-check';
import { nearestWord } from '../../src/domain/nearest-word.js';

const KNOWN = ['readyAt', 'confirmedAt', 'site', 'zone'];

describe('the nearest word', () => {
  it('forgives letter case, underscores, a letter too few or too many, and swapped neighbours', () => {
    expect(
      ['ready_at', 'READYAT', 'redyAt', 'readyyAt', 'raedyAt', 'iste'].map((word) =>
        nearestWord(word, KNOWN),
      ),
    ).to.deep.equal([...Array<string>(5).fill('readyAt'), 'site']);
  });

  it('is none where nothing is near', () => {
    expect(['banana', 'x', '', 'sort'].map((word) => nearestWord(word, KNOWN))).to.deep.equal([
      null,
      null,
      null,
      null,
    ]);
  });

  it('finds a word with one letter replaced, dropped or doubled, unless another is as near', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop'), minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('replace', 'drop', 'double'), (known, where, how) => {
        const at = where % known.length;
        const middle = { replace: 'z', drop: '', double: known[at]!.repeat(2) }[how];
        const typed = known.slice(0, at) + middle + known.slice(at + 1);
        expect(nearestWord(typed, ['completelyother', known])).to.equal(known);
      }),
    );
  });

  it('is the word itself where it is known', () => {
    const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 1 }), {
      minLength: 1,
    });
    fc.assert(fc.property(words, (known) => void expect(nearestWord(known[0]!, known)).to.equal(known[0])));
  });
});
