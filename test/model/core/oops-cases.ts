/** Mistakes of the modelled code that end the schedule, one tiny model each. */
import { type AnyProc, macro, NULL } from '../../../model/core/index.ts';
import { acquire, act, born, calls, fn } from '../../models/tiny-kernel.ts';
import { type Case, does, freed, owner } from './finding-case.ts';

const bug = fn('called', { bug: act((k) => k.BUG_ON(true)) });
const expanded: AnyProc = macro(fn('expanded', { bug: act((k) => k.BUG_ON(true)) }));
const outer: AnyProc = macro(fn('outer', { call: calls(expanded) }));

export const oopses: Case[] = [
  {
    sentence: 'touching a freed object is a use after free, named after its struct and blamed on the one who touches',
    of: [owner, fn('user', { touch: act((k) => void (k.thing(0).n = 1)) })],
    turns: ['owner', 'owner', 'user'],
    finds: { kind: 'use_after_free', what: 'thing', step: 'user.touch' },
  },
  {
    sentence: 'reading a freed object is one too',
    of: [owner, fn('user', { read: act((k, f) => void (f.a = k.thing(0).n)) })],
    turns: ['owner', 'owner', 'user'],
    finds: { kind: 'use_after_free', what: 'thing', step: 'user.read' },
  },
  {
    sentence: 'publishing a freed object is one too',
    of: [fn('user', { born: born(0), free: freed, publish: act((k) => k.publish('thing', 0)) })],
    turns: ['user', 'user', 'user'],
    finds: { kind: 'use_after_free', what: 'thing', step: 'user.publish' },
  },
  {
    sentence: 'freeing twice is a double free, named after the struct',
    of: [owner, fn('user', { free: freed })],
    turns: ['owner', 'owner', 'user'],
    finds: { kind: 'double_free', what: 'thing', step: 'user.free' },
  },
  {
    sentence: 'BUG_ON is named after the function around it',
    of: does((k) => k.BUG_ON(k.root(0).seen === 0)),
    turns: ['user'],
    finds: { kind: 'bug_on', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'BUG_ON in a function that was called is named after that function',
    of: [fn('user', { call: calls(bug) })],
    turns: ['user'],
    finds: { kind: 'bug_on', what: 'called', step: 'called.bug' },
  },
  {
    sentence: 'BUG_ON in a macro is named after the function that the macro is expanded in',
    of: [fn('user', { call: calls(expanded) })],
    turns: ['user'],
    finds: { kind: 'bug_on', what: 'user', step: 'expanded.bug' },
  },
  {
    sentence: 'BUG_ON in a macro in a macro is named after the function around both',
    of: [fn('user', { call: calls(outer) })],
    turns: ['user'],
    finds: { kind: 'bug_on', what: 'user', step: 'expanded.bug' },
  },
  {
    sentence: 'following NULL is a bad pointer, named after the function',
    of: does((k) => void k.thing(NULL).n),
    turns: ['user'],
    finds: { kind: 'bad_pointer', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'an id past the end of its pool is one',
    of: does((k) => void k.thing(2).n),
    turns: ['user'],
    finds: { kind: 'bad_pointer', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'touching what was never allocated is one',
    of: does((k) => void k.thing(0).n),
    turns: ['user'],
    finds: { kind: 'bad_pointer', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'allocating past the end of the pool is one',
    of: does((k) => k.alloc('thing', 2)),
    turns: ['user'],
    finds: { kind: 'bad_pointer', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'reading a list past its end is one',
    of: does((k, f) => void (f.a = k.root(0).queue.at(0))),
    turns: ['user'],
    finds: { kind: 'bad_pointer', what: 'user', step: 'user.act' },
  },
  {
    sentence: 'waiting for a lock in a freed object is a use after free when its turn comes',
    of: [owner, fn('user', { lock: acquire((k) => k.root(k.thing(0).home).lock) })],
    turns: ['owner', 'owner', 'user'],
    finds: { kind: 'use_after_free', what: 'thing', step: 'user.lock' },
  },
];
