/** What the address of the page says, and what it remembers. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Address, readAddress, SCREENS, writeAddress } from '../../../counterexamples/page/view/address.ts';
import { remember, remembered } from '../../../counterexamples/page/view/remembered.ts';
import { assertLaw } from '../../law.ts';

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('post-eiocbqueued+wake', 'a b', 'mine[x,y]', '100%', 'a&b=c', '#', '+', '</script>', 'a/b', '\u2028'),
);
/** A context's name has no comma in it. */
const context = name.map((one) => one.replaceAll(',', '') || 'p');
const anyAddress: fc.Arbitrary<Address> = fc.record({
  trace: fc.option(name),
  scenario: fc.option(name),
  patch: fc.option(name),
  step: fc.option(fc.nat(999_999)),
  folded: fc.array(context, { maxLength: 3 }),
  all: fc.boolean(),
  screen: fc.constantFrom(...SCREENS),
});
const nothing: Address = {
  trace: null,
  scenario: null,
  patch: null,
  step: null,
  folded: [],
  all: false,
  screen: 'trace',
};

describe('an address', () => {
  it('that is written is read as it was', () => {
    assertLaw(
      fc.property(anyAddress, (address) => {
        expect(readAddress(writeAddress(address))).toEqual(address);
        // A browser leaves it as it is.
        expect(new URL(writeAddress(address), 'file:///page.html').hash).toBe(
          writeAddress(address) === '#' ? '' : writeAddress(address),
        );
      }),
      500,
    );
  });

  it('can be written by hand', () => {
    expect(readAddress('#scenario=dw1-inval&patch=2.6.20&step=7&folded=reader,worker&all')).toEqual({
      ...nothing,
      scenario: 'dw1-inval',
      patch: '2.6.20',
      step: 7,
      folded: ['reader', 'worker'],
      all: true,
    });
    expect(readAddress('#screen=prove').screen).toBe('prove');
    expect(writeAddress({ ...nothing, step: 3, all: true })).toBe('#step=3&all');
  });

  it.each([
    '',
    '#',
    '#step=',
    '#step=-1',
    '#step=1e3',
    '#step=99999999999',
    '#folded=',
    '#screen=nothing',
    '#%',
    '#&&=&',
  ])('%s says nothing', (hash) => {
    expect(readAddress(hash)).toEqual(nothing);
  });

  it('is read whatever it is', () => {
    assertLaw(
      fc.property(fc.string({ unit: 'binary' }), (text) => void readAddress(`#${text}`)),
      500,
    );
  });
});

describe('what is remembered', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('is what was to be remembered', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    expect(remembered('theme')).toBeNull();
    remember('theme', 'dark');
    expect([remembered('theme'), [...kept.keys()]]).toEqual(['dark', ['kioctx.theme']]);
  });

  it.each<readonly [string, object | undefined]>([
    [
      'refuses',
      {
        getItem() {
          throw new Error('SecurityError');
        },
        setItem() {
          throw new Error('QuotaExceededError');
        },
      },
    ],
    ['has no storage', undefined],
  ])('is nothing where the browser %s', (_, storage) => {
    vi.stubGlobal('localStorage', storage);
    remember('theme', 'dark');
    expect(remembered('theme')).toBeNull();
  });
});
