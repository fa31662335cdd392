import { describe, expect, it } from 'vitest';
import { nearest } from '../../../../model/core/issues/nearest.ts';

const ops = ['direct_write', 'direct_read', 'buffered'];

describe('the nearest name', () => {
  it.each([
    ['two letters swapped', 'direct_wirte', 'direct_write'],
    ['a letter too few', 'direct_red', 'direct_read'],
    ['a letter too many', 'bufferedd', 'buffered'],
    ['another letter', 'direct-read', 'direct_read'],
    ['another case', 'BUFFERED', 'buffered'],
    ['the name itself', 'direct_read', 'direct_read'],
  ])('is found behind %s', (_, name, meant) => {
    expect(nearest(name, ops)).toBe(meant);
  });

  it.each(['', 'x', 'write', 'sendfile', 'direct', 'direct_write_and_much_more'])(
    'is none for %j, which is like nothing',
    (name) => {
      expect(nearest(name, ops)).toBeUndefined();
    },
  );

  it('is the first of two that are as near', () => {
    expect(nearest('EI', ['EIO', 'EIN'])).toBe('EIO');
  });

  it('is found at once in a very long list, and for a very long name', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `scenario-${i}`);
    expect(nearest('scenario-1234x', many)).toBe('scenario-1234');
    expect(nearest('x'.repeat(1_000_000), many)).toBeUndefined();
  });
});
