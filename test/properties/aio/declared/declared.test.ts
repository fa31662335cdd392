/** Patches that declare structs, locks, contexts, works and choices, without a cast: that these files compile is half of the test. */
import { describe, expect, it } from 'vitest';
import {
  compose,
  heapStruct,
  int,
  PackedMachine,
  type Patch,
  ref,
  spinlock,
  struct,
} from '../../../../model/core/index.ts';
import { closeWorld } from '../../../../model/closed-world.ts';
import { aio_complete } from '../../../../model/fs/aio/complete.ts';
import { type KernelDeclaring, pool, withDeclared } from '../../../../model/kernel.ts';
import { worldOf } from '../../../../model/scenarios/format/scenario.ts';
import { type AioPropertyOf, properties } from '../../../../properties/aio/index.ts';
import { elements } from '../../../../properties/aio/kernel-view.ts';
import { check, each } from '../../../../properties/property.ts';
import { explain, narrate } from '../../../../counterexamples/index.ts';
import { shippedScenario } from '../../../ground-truth/truth.ts';
import { complaints, decide, outcomeTexts, world } from '../decide.ts';
import { dio_thread, ownThread, structs } from './own-thread.ts';

const declared = {
  structs: {
    aio_waiter: pool(heapStruct({ of: ref('kioctx').racy(), lock: spinlock() }), 'calls'),
    one: struct({ n: int(0, 3).racy() }),
  },
  fields: { aio_waiter: { wants: int(0, 3).racy() }, kioctx: { ki_n: int(0, 3).racy() } },
};

const step = { line: 942, c: 'x' };

describe('structs of a patch', () => {
  it('are known to its edits and helpers, with fields of the base and of its own', () => {
    const { edit } = withDeclared(declared);
    const wants = (k: KernelDeclaring<typeof declared>, w: number): number => k.aio_waiter(w).wants + k.kioctx(0).ki_n;
    const good = edit(aio_complete, {
      replace: {
        sync: {
          ...step,
          run(k, f) {
            k.aio_waiter(0).of = k.kiocb(f.iocb).ki_ctx;
            k.one(0).n = wants(k, 0);
            k.aio_waiter(0).lock.take();
          },
        },
      },
    });
    expect(good.proc).toBe('aio_complete');
  });
  it('are refused by the compiler where they are not declared, or are of another type', () => {
    const { edit } = withDeclared(declared);
    edit(aio_complete, {
      replace: {
        // @ts-expect-error: there is no such struct
        sync: { ...step, run: (k) => void k.aio_waiters(0) },
      },
    });
    edit(aio_complete, {
      replace: {
        // @ts-expect-error: it has no such field
        sync: { ...step, run: (k) => void k.one(0).m },
      },
    });
    edit(aio_complete, {
      replace: {
        // @ts-expect-error: it is a number
        sync: { ...step, run: (k) => void (k.one(0).n = 'three') },
      },
    });
    // @ts-expect-error: there is no struct to which these fields could be added
    withDeclared({ ...declared, fields: { aio_waiters: { wants: int(0, 3).racy() } } });
    // @ts-expect-error: nothing is counted by that
    pool(struct({ n: int(0, 3).racy() }), 'task');
    // @ts-expect-error: the object has no such field
    pool(struct({ n: int(0, 3).racy() }), 1, (one) => void (one.m = 1));
    expect(pool(struct({ n: int(0, 3).racy() }), ({ tasks }) => tasks.length).count).toBeTypeOf('function');
  });

  it('are as many as there is of what they are counted by', () => {
    const one = struct({ n: int(0, 3).racy().starts(0) });
    const counted = { tasks: 2, calls: 4, requests: 2, bios: 3, contexts: 7 } as const;
    const all = Object.keys(counted).map((by) => [`by_${by}`, pool(one, by as keyof typeof counted)] as const);
    const own: Patch = { name: 'p', summary: 'a test', structs: Object.fromEntries(all), hunks: [] };
    const direct = (bios: number) => ({ op: 'direct_write', bios });
    const two = world([direct(1), direct(2)], {
      one: [{ io_submit: [0, 1] }],
      two: [{ io_destroy: true }, { io_destroy: true }],
    });
    // Beside tasks and bios there are the worker and its timer.
    const { shape, contexts } = closeWorld(worldOf(two), own);
    expect(contexts).toHaveLength(counted.contexts);
    expect(shape.sizes).toMatchObject(Object.fromEntries(Object.entries(counted).map(([by, n]) => [`by_${by}`, n])));
  });
});

describe('a kernel thread of a patch', () => {
  it('completes what the interrupt hands over, with a choice of its own', () => {
    const { contexts } = closeWorld(worldOf(shippedScenario('dw1-reader')), ownThread());
    expect(contexts.at(-1)).toMatchObject({ name: 'dio/0', idles: true });
    expect(complaints('dw1-reader', ownThread())).toEqual({});
    const results = outcomeTexts('dw1-reader', ownThread()).map((text) => JSON.parse(text).events['0'][0][0]);
    expect(new Set(results)).toEqual(new Set([-5, 16384]));
  });

  it('nests its lock as it says, or that is a breach', () => {
    expect(complaints('dw1-reader', ownThread([['dio.bio_lock', 'dio_done.lock']]))).toEqual({
      'lock-discipline': 'dio_thread.bio_lock by dio/0: order dio.bio_lock is taken inside dio_done[0].lock',
    });
    // Nothing is said of it: it may be nested one way round.
    expect(complaints('dw1-reader', ownThread([]))).toEqual({});
  });

  it('is stuck where it waits for more than it may, and is told by its name', () => {
    const { edit } = withDeclared({ structs });
    const stuck = compose([
      ownThread(),
      {
        name: 'stuck',
        summary: 'a test',
        hunks: [
          {
            name: 'stuck',
            standsFor: 'a test',
            edits: [
              edit(dio_thread, {
                replace: { take: { line: 400, c: 'for (;;)', when: () => false, run: () => 'take' } },
              }),
            ],
          },
        ],
      },
    ]);
    expect(complaints('dw1-nowait', stuck)['no-hang']).toBe('dio/0 never finishes');
  });

  it('chooses in traces and in what is explained', () => {
    const fails: AioPropertyOf<{ structs: typeof structs }> = {
      name: 'never-late',
      meaning: 'Nothing is late.',
      reason: 'a test',
      antecedent: { text: 'it is listed', reached: (k) => k.dio_done(0).dios.length > 0 },
      atEnd: each('request', (k, _, iocb) => (elements(k.request(iocb).events_res).includes(-5) ? 'it is late' : null)),
    };
    const model = closeWorld(worldOf(shippedScenario('dw1')), ownThread());
    const [judgement] = check(new PackedMachine(model), [fails]).judgements;
    const turns = judgement?.violation?.turns ?? [];
    expect(judgement?.violation?.message).toBe('it is late');
    const { steps } = narrate(model, turns);
    expect(steps.filter(({ step: label }) => label === 'dio_thread.late').map(({ choices }) => choices)).toEqual([
      [{ name: 'late', value: 1 }],
    ]);
    const told = explain({ model, property: fails, asked: [fails], turns });
    expect(JSON.stringify(told)).toContain('"late"');
  });
});

describe('a context of a patch', () => {
  const withContexts = (contexts: Patch['contexts']): Patch => ({
    name: 'p',
    summary: 'a test',
    ...(contexts === undefined ? {} : { contexts }),
    hunks: [],
  });
  const closing = (patch: Patch) => () => closeWorld(worldOf(shippedScenario('dw1-reader')), patch);
  it.each([
    ['reader', 'patch p: there is a context called reader already; expected a context of another name'],
    ['timer.aio/0', 'patch p: there is a context called "timer.aio/0" already; expected a context of another name'],
    [
      'thread',
      'patch p: a context is called thread, as a task of a scenario may be; expected a name with a . or a / in it (mine/0, irq.mine)',
    ],
  ])('is not called %s', (name, message) => {
    expect(closing(withContexts({ [name]: dio_thread }))).toThrow(message);
  });
  it('and with all that is wrong besides it is told at once', () => {
    const all = closing({ ...withContexts({ thread: dio_thread }), structs: { kiocb: struct({}) }, lockOrder: [] });
    expect(all).toThrow('a context is called thread');
    expect(all).toThrow('kiocb is a struct of the base');
  });
  it('may be an interrupt, where nothing may sleep', () => {
    const { proc } = withDeclared({ structs });
    const irq = proc('irq', 'a.c:1', {}, { one: { ...step, run: (k) => k.might_sleep() } });
    const patch = withContexts({ 'irq.mine': { entry: irq, idles: true, atomic: true } });
    expect(complaints('dw1', patch)['no-sleep-in-atomic']).toMatch(
      /irq\.one by irq\.mine: atomic an interrupt may sleep/,
    );
    const thread = withContexts({ 'irq/0': { entry: irq, idles: true } });
    expect(decide('dw1', thread).judgements.every(({ violation }) => violation === null)).toBe(true);
    expect(properties.length).toBeGreaterThan(10);
  });
});
