/** With what patches declare, a reduced search comes to what one comes to that leaves nothing out, and one machine to what the other does. */
import { describe, expect, it } from 'vitest';
import {
  anyLabel,
  int,
  PackedMachine,
  type Patch,
  ReferenceMachine,
  struct,
  to,
} from '../../../../model/core/index.ts';
import { closeWorld } from '../../../../model/closed-world.ts';
import { dio_bio_end_aio } from '../../../../model/fs/direct-io/complete.ts';
import { read_events } from '../../../../model/fs/aio/read-events.ts';
import { type AioPatch, edit, type KernelDeclaring, pool, proc, withDeclared } from '../../../../model/kernel.ts';
import { try_to_wake_up } from '../../../../model/kernel/sched.ts';
import { type Scenario, worldOf } from '../../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../../properties/aio/index.ts';
import { canonical } from '../../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../../properties/aio/outcome-set.ts';
import { check } from '../../../../properties/property.ts';
import type { Reductions } from '../../../../properties/search/reduction.ts';
import { fixed, vulnerable } from '../../../../docs/examples/kernel/cve-2024-35874.ts';
import { deferred, inInterrupt } from '../../../../docs/examples/kernel/deferred-completion.ts';
import { vulnerable as pollFile } from '../../../../docs/examples/kernel/poll-file.ts';
import { shareOf } from '../../../drawn.ts';
import { shippedScenario } from '../../../ground-truth/truth.ts';
import { comesTo } from '../comes-to.ts';
import { world } from '../decide.ts';
import { ownThread } from './own-thread.ts';

const MOST = 40_000;
const machineOf = (scenario: Scenario, patch: Patch) => new PackedMachine(closeWorld(worldOf(scenario), patch));

/** It frees the dio whose work it has just queued. */
const freesTooEarly: Patch = {
  ...deferred,
  name: 'frees-too-early',
  hunks: [
    ...deferred.hunks,
    {
      name: 'free',
      standsFor: 'a test',
      edits: [
        edit(anyLabel(dio_bio_end_aio), {
          after: { queue: { too_early: { line: 288, c: 'kfree(dio)', run: (k, f) => k.free('dio', f.dio) } } },
        }),
      ],
    },
  ],
};

const read = { io_getevents: { min_nr: 1, nr: 1 } };
/** Two readers that make the same call, and another. */
const twoReaders = world([{ op: 'buffered' }, { op: 'buffered' }], {
  submitter: [{ io_submit: [0, 1] }],
  one: [read],
  two: [read],
});
/** Two that make the same call for requests of the same kind. */
const twoSubmitters = world(
  [
    { op: 'direct_write', bios: 1 },
    { op: 'direct_write', bios: 1 },
  ],
  {
    one: [{ io_submit: [0] }],
    two: [{ io_submit: [1] }],
  },
);
const oneReader = world([{ op: 'direct_write', bios: 1 }], { submitter: [{ io_submit: [0] }], reader: [read] });

const polled = world([{ op: 'queued', file: 'last' }], { submitter: [{ io_submit: [0] }] });

const cases: readonly (readonly [string, Scenario, Patch])[] = [
  ['a waiter on the stack', oneReader, vulnerable],
  ['the same, woken first', oneReader, fixed],
  ['a thread with a lock of its own', shippedScenario('dw1-bio'), ownThread()],
  [
    'the same, which nests it the other way',
    shippedScenario('dw1-bio'),
    ownThread([['dio.bio_lock', 'dio_done.lock']]),
  ],
  ['a work that completes', shippedScenario('dw1-osync'), deferred],
  ['a work that the interrupt does itself', shippedScenario('dw1-osync'), inInterrupt],
  ['a work that gives back a file', polled, pollFile],
  ['a work whose object is gone', shippedScenario('dw1-osync'), freesTooEarly],
];

const verdictsOf = (scenario: Scenario, patch: Patch, leaving?: Reductions) =>
  check(machineOf(scenario, patch), properties, { maxStates: MOST, leaving }).judgements.map(
    ({ property, verdict, reached }) => `${property.name}: ${verdict}, ${reached}`,
  );

// Half of them in each run.
describe.each(shareOf(cases, 2))('%s', (_, scenario, patch) => {
  const full = comesTo(machineOf(scenario, patch), MOST);
  it('is the same reduced or not', () => {
    expect(full.isLarge).toBe(false);
    const reduced = comesTo(machineOf(scenario, patch), MOST, { from: 0, symmetry: false });
    expect(reduced.all).toEqual(full.all);
    expect(reduced.states).toBeLessThan(full.states);
    expect(verdictsOf(scenario, patch, { from: 0 })).toEqual(verdictsOf(scenario, patch));
  });
  it('is the same on the reference machine', () => {
    const other = comesTo(new ReferenceMachine(closeWorld(worldOf(scenario), patch)), MOST);
    expect(other).toEqual(full);
  });
});

it('a work is followed into the object in which it lies', () => {
  const { outcomes } = outcomeSet(machineOf(shippedScenario('dw1-osync'), freesTooEarly));
  expect(outcomes.flatMap(({ oops }) => oops ?? [])).toEqual(['double_free:dio', 'use_after_free:dio']);
});

describe('objects of a patch in a world with a symmetry', () => {
  it.each([
    ['vulnerable', vulnerable],
    ['fixed', fixed],
  ])('change places with what they are counted by: %s', (_, patch) => {
    const { symmetry } = closeWorld(worldOf(twoReaders), patch);
    expect(symmetry?.().permutations.map(({ pools }) => pools['aio_waiter'])).toEqual([[0, 2, 1]]);
    const by = (symmetric: boolean) =>
      outcomeSet(machineOf(twoReaders, patch), { reductions: { from: 0, symmetry: symmetric } });
    expect(by(true).outcomes.map(canonical)).toEqual(by(false).outcomes.map(canonical));
    expect(by(true).exploration.states).toBeLessThan(by(false).exploration.states);
    expect(verdictsOf(twoReaders, patch, { from: 0 })).toEqual(
      verdictsOf(twoReaders, patch, { from: 0, symmetry: false }),
    );
  });
});

/** What tells alike tasks apart in a patch: where it begins, in a step, or in a context. */
const fields = { mine: { n: int(0, 3).racy().starts(0) } };
const telling = (name: string, more: Partial<Patch>, mark: (task: number) => number = () => 0): Patch => {
  const structs = { mine: pool(struct({ seen: int(0, 3).racy().starts(0) }), 'tasks') };
  const declared = withDeclared({ structs, fields });
  const step = {
    line: 1108,
    c: 'mine[tsk].n = mark(tsk)',
    run(k: KernelDeclaring<{ structs: typeof structs; fields: typeof fields }>, f: { readonly tsk: number }) {
      k.mine(f.tsk).n = mark(f.tsk);
    },
  };
  const edits = [declared.edit(read_events, { before: { retry: { mark: step } } })];
  return { name, summary: 'a test', structs, fields, hunks: [{ name, standsFor: 'a test', edits }], ...more };
};
const named = proc(
  'named',
  'a.c:1',
  { to: 'struct task_struct *' },
  {
    one: {
      line: 1,
      c: 'wake_up_process(to)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.to;
      }),
    },
  },
);
const watching = proc(
  'watching',
  'a.c:1',
  { t: 'struct task_struct *' },
  { wait: { line: 1, c: 'wait_for(t)', when: (k, f) => k.task_log(f.t).returns.length > 0, run: () => 'return' } },
);
const begun = pool(struct({ seen: int(0, 3).racy() }), 'tasks', (one, id) => {
  one.seen = id;
});

describe('alike tasks that a patch tells apart are not taken for one another', () => {
  const outcomesBy = (scenario: Scenario, patch: Patch, symmetry: boolean) => {
    const { outcomes, exploration } = outcomeSet(machineOf(scenario, patch), { reductions: { from: 0, symmetry } });
    return { outcomes: outcomes.map(canonical), states: exploration.states };
  };
  it('and where it tells none apart they are', () => {
    const alike = telling('alike', {});
    expect(outcomesBy(twoReaders, alike, true).states).toBeLessThan(outcomesBy(twoReaders, alike, false).states);
  });
  it.each([
    ['in a step', telling('step', {}, (task) => (task === 1 ? 1 : 0))],
    ['where an object begins', telling('begin', { structs: { mine: begun } })],
    [
      'in a context',
      telling('context', { contexts: { 'irq.mine': { entry: named, args: { to: 1 }, idles: true, atomic: true } } }),
    ],
  ])('%s', (_, patch) => {
    const by = [true, false].map((symmetry) => outcomesBy(twoReaders, patch, symmetry));
    expect(by[0]).toEqual(by[1]);
  });
  it('and contexts that are each of a task change places with it, and so do their names in outcomes', () => {
    const each: AioPatch = {
      name: 'each',
      summary: 'a test',
      contexts: ({ tasks }) =>
        Object.fromEntries(tasks.map(({ name }, t) => [`watch/${name}`, { entry: watching, args: { t } }])),
      hunks: [],
    };
    const one = world([{ op: 'buffered' }], { submitter: [{ io_submit: [0] }], one: [read], two: [read] });
    const by = [true, false].map((symmetry) => outcomesBy(one, each, symmetry));
    expect(by[0]?.outcomes).toEqual(by[1]?.outcomes);
    expect(by[0]?.outcomes.map((text) => JSON.parse(text).stuck)).toEqual(
      expect.arrayContaining([
        ['one', 'watch/one'],
        ['two', 'watch/two'],
      ]),
    );
    expect(by[0]?.states).toBeLessThan(by[1]?.states ?? 0);
  });
  it('and works of alike requests are told apart by their numbers', () => {
    const by = [true, false].map((symmetry) => outcomesBy(twoSubmitters, deferred, symmetry).outcomes);
    expect(by[0]).toEqual(by[1]);
  });
});
