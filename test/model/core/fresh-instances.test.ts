/** A fresh instance of a module has to be like the one that was searched, or what it says is of another model. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, type Model, PackedMachine } from '../../../model/core/index.ts';
import { calls, fireAll, fn, go, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';
import { askedAgain, atFirst } from './fresh-instance.ts';

describe('a fresh instance that is no like of the model', () => {
  const base = () => tinyModel([fn('user', { step: nothing, next: nothing })]);
  const differs = (fresh: () => Model) => {
    const machine = new PackedMachine(base());
    fireAll(machine, 'user');
    return machine.askAllAgain(fresh(), []).difference;
  };
  const other = (what: string) => `a fresh instance of the module has ${what} than before`;
  it.each<readonly [string, () => Model]>([
    [other('another world'), () => ({ ...base(), world: { other: 1 } })],
    [
      other('other structs, objects or values'),
      () => tinyModel([fn('user', { step: nothing, next: nothing })], { sizes: { thing: 1 } }),
    ],
    [other('other contexts'), () => tinyModel([{ entry: fn('user', { step: nothing, next: nothing }), idles: true }])],
    [
      other('other functions'),
      () => tinyModel([fn('user', { step: nothing, next: calls(fn('callee', { nothing })) })]),
    ],
    [other('another user()'), () => tinyModel([fn('user', { step: nothing, other: nothing })])],
    [other('another user()'), () => tinyModel([fn('user', { step: nothing })])],
    [other('another user()'), () => tinyModel([fn('user', { step: nothing, next: when(() => true) })])],
  ])('is told: %s', (says, fresh) => {
    expect(differs(fresh)).toBe(says);
  });
  it('is a difference where it cannot begin', () => {
    const broken = () => ({
      ...base(),
      init: () => {
        throw new Error('not again');
      },
    });
    expect(differs(broken)).toBe('a fresh instance of the module cannot begin: not again');
  });
  it('is a difference where its contexts begin otherwise, in a fresh instance or begun again', () => {
    const begins = (is: () => boolean): AnyProc =>
      fn('user', { way: go(() => (is() ? 'left' : 'right') as never), left: nothing, right: nothing });
    const asked = (instance: () => () => boolean) =>
      askedAgain(
        () => tinyModel([begins(instance())]),
        (machine) => void fireAll(machine, 'user'),
      ).difference;
    const how = 'how user begins depends on more than the state';
    expect(asked(() => atFirst(1))).toBe(`${how}: begun again, it does not begin as before`);
    let instances = 0;
    expect(asked(() => (instances++ === 0 ? () => true : () => false))).toBe(
      `${how}: in a fresh instance of the module, it does not begin as before`,
    );
    expect(asked(() => () => true)).toBeNull();
  });
});
