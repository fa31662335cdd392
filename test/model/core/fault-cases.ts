/** Mistakes of the model itself, one tiny model each. */
import { through } from '../../../model/core/index.ts';
import { act, born, calls, fn, go, nothing } from '../../models/tiny-kernel.ts';
import { type Case, does, owner } from './finding-case.ts';

/** Calls the function that called it. */
const back = fn('back', {
  act: nothing,
  again: { line: 1, c: 'down()', call: through('down', () => undefined) },
});

export const faults: Case[] = [
  {
    sentence: 'an integer over its range is a range fault, named after the field',
    of: does((k) => void (k.root(0).seen = 10)),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.seen', step: 'user.act' },
  },
  {
    sentence: 'an integer below its range is one',
    of: does((k) => void (k.root(0).seen -= 1)),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.seen', step: 'user.act' },
  },
  {
    sentence: 'no number at all is one',
    of: does((k) => void (k.root(0).seen = Number.NaN)),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.seen', step: 'user.act' },
  },
  {
    sentence: 'a value outside its domain is one that tells the value',
    of: does((k) => void (k.root(0).result = 4)),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.result cannot hold 4', step: 'user.act' },
  },
  {
    sentence: 'a name that an enumeration does not have is one',
    of: [fn('user', { born: born(0), paint: act((k) => void (k.thing(0).color = 'blue' as 'red')) })],
    turns: ['user', 'user'],
    finds: { kind: 'range', what: 'thing.color', step: 'user.paint' },
  },
  {
    sentence: 'a reference past the end of its pool is one',
    of: [fn('user', { born: born(0), link: act((k) => void (k.thing(0).next = 2)) })],
    turns: ['user', 'user'],
    finds: { kind: 'range', what: 'thing.next', step: 'user.link' },
  },
  {
    sentence: 'one element more than a list can hold is one',
    of: does((k) => [0, 7, 0, -5, 0].forEach((result) => k.root(0).queue.insert(0, result))),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.queue overflows', step: 'user.act' },
  },
  {
    sentence: 'an element outside the domain of a list is one',
    of: does((k) => k.root(0).queue.insert(0, 4)),
    turns: ['user'],
    finds: { kind: 'range', what: 'root.queue cannot hold 4', step: 'user.act' },
  },
  {
    sentence: 'allocating what is alive is one',
    of: [owner, fn('user', { alloc: act((k) => k.alloc('thing', 0)) })],
    turns: ['owner', 'user'],
    finds: { kind: 'range', what: 'thing[0] is allocated again', step: 'user.alloc' },
  },
  {
    sentence: 'allocating from a pool that is not there is one',
    of: does((k) => k.alloc('nothing', 0)),
    turns: ['user'],
    finds: { kind: 'range', what: 'there is no pool nothing', step: 'user.act' },
  },
  {
    sentence: 'reading what was never written is an unwritten fault, named after the field',
    of: [fn('user', { born: born(0), read: act((k) => k.BUG_ON(k.thing(0).mark)) })],
    turns: ['user', 'user'],
    finds: { kind: 'unwritten', what: 'thing.mark', step: 'user.read' },
  },
  {
    sentence: 'jumping to a label that is not there is a label fault that names both',
    of: does(() => 'nowhere' as 'return'),
    turns: ['user'],
    finds: { kind: 'label', what: 'user.act jumps to nowhere, which is no step', step: 'user.act' },
  },
  {
    sentence: 'what a step gives back by mistake is no label, be it an object',
    of: does((k) => Object.assign(k.root(0), { flag: true }) as never),
    turns: ['user'],
    finds: { kind: 'label', what: 'user.act jumps to an object, which is no step', step: 'user.act' },
  },
  {
    sentence: 'nor is a list of one label',
    of: does(() => ['return'] as never),
    turns: ['user'],
    finds: { kind: 'label', what: 'user.act jumps to an array, which is no step', step: 'user.act' },
  },
  {
    sentence: 'a go step that jumps to no label is blamed on the action that led to it',
    of: [fn('user', { act: nothing, away: go(() => 'nowhere' as 'return') })],
    turns: ['user'],
    finds: { kind: 'label', what: 'user.away jumps to nowhere, which is no step', step: 'user.act' },
  },
  {
    sentence: 'control that goes round without an action overflows',
    of: [fn('user', { act: nothing, round: { ...go(() => undefined), then: 'round' } })],
    turns: ['user'],
    finds: { kind: 'overflow', what: 'user loops without an action', step: 'user.act' },
  },
  {
    sentence: 'functions that call each other without an end overflow the stack',
    of: [fn('user', { act: nothing, call: calls(fn('down', { act: nothing, call: calls(back) })) })],
    turns: Array.from({ length: 100 }, () => 'user'),
    finds: { kind: 'overflow', what: 'down.call calls back on a stack of 100 functions', step: 'down.act' },
  },
  {
    sentence: 'an error that a step throws is a fault that says its message',
    of: does(() => {
      throw new Error('a mistake in a patch module');
    }),
    turns: ['user'],
    finds: { kind: 'threw', what: 'user.act: a mistake in a patch module', step: 'user.act' },
  },
];
