import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDigest, readDigests, writeDigests } from '../../../model/source/digest.ts';

const bySha256 = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 3);

describe('the digest of a line', () => {
  it('is the first 24 bits of the SHA-256 that everybody computes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const bare = text.replaceAll(/\s+/g, '');
        expect(lineDigest(bare)).toBe(bySha256(bare));
      }),
    );
  });

  it('is the same at every length around the end of a block', () => {
    for (let length = 50; length < 140; length += 1)
      expect(lineDigest('x'.repeat(length))).toBe(bySha256('x'.repeat(length)));
  });

  it('does not see white space, wherever it stands and whatever it is', () => {
    expect(lineDigest('\tif (a  && b)\r')).toBe(lineDigest('if(a&&b)'));
    expect(lineDigest(' \t')).toBe(lineDigest(''));
  });

  it('sees everything else', () => {
    expect(lineDigest('a = b;')).not.toBe(lineDigest('a = c;'));
  });
});

it('digests are read as they were written, four characters each', () => {
  const digest = fc.nat({ max: 2 ** 24 - 1 });
  fc.assert(
    fc.property(fc.array(digest), (digests) => {
      const text = writeDigests(digests);
      expect(text).toHaveLength(4 * digests.length);
      expect(readDigests(text)).toEqual(digests);
    }),
  );
});
