import { describe, expect, it } from 'vitest';
import { nearest, nearestNames } from '../../../../model/core/issues/nearest.ts';

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

  it.each(['', 'x', 'op', 'sendfile', 'unlike_any', '-', '...'])('is none for %j, which is like nothing', (name) => {
    expect(nearest(name, ops)).toBeUndefined();
  });

  it('is the first of two that are as near', () => {
    expect(nearest('EI', ['EIO', 'EIN'])).toBe('EIO');
  });

  it('is found at once in a very long list, and for a very long name', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `scenario-${i}`);
    expect(nearest('scenario-1234x', many)).toBe('scenario-1234');
    expect(nearest('x'.repeat(1_000_000), many)).toBeUndefined();
  });
});

describe('the nearest names', () => {
  const patches = [
    '2.6.20',
    'post-eiocbqueued',
    'post-eiocbqueued+wake',
    'mainline-2.6.21',
    'wake',
    'no-wake',
    'wake-at-destroy',
    'no-wake-when-dead',
    'no-wake-for-bios',
  ];
  const properties = ['no-double-completion', 'no-lost-wakeup', 'no-lost-event', 'no-leak', 'no-use-after-free'];

  it.each([
    ['in which it is a word, before those a letter away', '2.6.21', patches, ['mainline-2.6.21', '2.6.20']],
    ['that begin with it', 'post', patches, ['post-eiocbqueued', 'post-eiocbqueued+wake']],
    ['in which it is a word in the midst', 'double', properties, ['no-double-completion']],
    ['that have its words side by side', 'use_after_free', properties, ['no-use-after-free']],
    ['a letter away alone', 'wak', patches, ['wake']],
    ['a letter away, and those a letter further', 'no-leek', ['no-lock', 'no-leak'], ['no-leak', 'no-lock']],
    ['a letter away, not those three', 'no-wakee', ['no-wane', 'no-wake', 'no-walk'], ['no-wake', 'no-wane']],
    ['that are words of it', '2.6.20-mine', patches, ['2.6.20']],
    ['that have it inside a word', 'eiocbq', patches, ['post-eiocbqueued', 'post-eiocbqueued+wake']],
    ['that are inside a word of it', 'awakened', patches, ['wake']],
    ['with most words in common', 'wakeup-lost', properties, ['no-lost-wakeup']],
    ['with a word that it goes on', 'leaks', properties, ['no-leak']],
    ['of another case', 'MAINLINE', patches, ['mainline-2.6.21']],
    ['that are none', 'no-such-thing', patches, []],
    ['that are none, for a word of two letters', 'in', ['mainline', 'linus'], []],
  ])('are those %s: %j', (_, name, known, near) => {
    expect(nearestNames(name, known)).toEqual(near);
  });

  it('are five at most, the shortest first', () => {
    const many = ['wake-up-then-sleep', 'wake-up', 'up-wake', 'wake', 'no-wake', 'wake-all-of-them', 'wake-one'];
    expect(nearestNames('wake', many)).toEqual(['wake', 'wake-up', 'up-wake', 'no-wake', 'wake-one']);
  });
});
