import { expect } from 'chai';
import fc from 'fast-check';
import { maskContact, maskName, maskPhone } from '../../src/domain/masking.js';

const digitsShown = (text: string): number => [...text].filter((sign) => /\d/.test(sign)).length;

describe('masking', () => {
  it('keeps the first character of a name', () => {
    expect(['王小明', '王五', '王', 'Li Ming', '欧阳 小明', 'José'].map(maskName)).to.deep.equal([
      '王**',
      '王*',
      '*',
      'L* M***',
      '欧* 小*',
      'J***',
    ]);
  });

  it('keeps the first three and the last digits of a phone', () => {
    expect(['13812345678', '0913-2056789', '12345678', '1234567', '12'].map(maskPhone)).to.deep.equal([
      '138******78',
      '091*-*****89',
      '******78',
      '*******',
      '**',
    ]);
  });

  it('finds names and numbers in a contact line', () => {
    expect(maskContact('王小明 13812345678')).to.equal('王** 138******78');
    expect(maskContact('Li Ming (138 1234 5678)')).to.equal('L* M*** (138 **** **78)');
  });

  it('hides at least one character of any name and six digits of any phone', () => {
    const name = fc
      .string({ unit: fc.constantFrom('王', '小', 'A', 'é', '😀', ' ', '·'), minLength: 1 })
      .filter((text) => text.trim() !== '');
    fc.assert(fc.property(name, (text) => void expect(maskName(text)).to.include('*')));
    const phone = fc.string({ unit: fc.constantFrom(...'0123456789+- '), maxLength: 20 });
    fc.assert(
      fc.property(phone, (text) => {
        const digits = digitsShown(text);
        expect(digitsShown(maskPhone(text))).to.be.at.most(Math.max(0, digits - 6));
        expect(maskPhone(text)).to.have.lengthOf(text.length);
      }),
    );
  });
});
