/** Works of a patch on the kernel's workqueue: what they are refused for, and what comes of those that are used wrongly. */
import { describe, expect, it } from 'vitest';
import { compose, type Patch, ref, through, to, type Work } from '../../../../model/core/index.ts';
import { closeWorld } from '../../../../model/closed-world.ts';
import { dio_bio_end_aio } from '../../../../model/fs/direct-io/complete.ts';
import { withDeclared } from '../../../../model/kernel.ts';
import { queue_work, run_workqueue, work_item } from '../../../../model/kernel/workqueue.ts';
import { worldOf } from '../../../../model/scenarios/format/scenario.ts';
import { deferred } from '../../../../docs/examples/kernel/deferred-completion.ts';
import { shippedScenario } from '../../../ground-truth/truth.ts';
import { complaints, outcomeTexts } from '../decide.ts';

const fields = { dio: { complete_work: ref('work_struct').racy() } };
const { proc, edit } = withDeclared({ fields });
const step = { line: 1, c: ';' };
const handler = proc('handler', 'a.c:1', { id: 'int' }, { one: { ...step, run: (k) => k.might_sleep() } });
const func: Work['func'] = to(handler, (g, f) => {
  g.id = f.id;
});

const withWorks = (works: unknown, hunks: Patch['hunks'] = []): Patch => ({
  name: 'p',
  summary: 'a test',
  fields,
  works: works as NonNullable<Patch['works']>,
  hunks,
});
const closing = (patch: Patch) => () => closeWorld(worldOf(shippedScenario('dw1')), patch);

describe('a work is refused', () => {
  it.each([
    ['that is no work', { mine: 7 }, 'patch p: the work mine is 7; expected { func, count, in }'],
    [
      'with a misspelt key',
      { mine: { func, cuont: 1 } },
      'the work mine has the unknown key cuont; expected one of func, count, in',
    ],
    [
      'without a function',
      { mine: { count: 1 } },
      'mine.func is undefined; expected to(a function, (g, f) => …), where f.id is',
    ],
    [
      'with a function that is not called',
      { mine: { func: handler, count: 1 } },
      'mine.func is an object; expected to(a function',
    ],
    ['of no name in C', { 'my-work': { func, count: 1 } }, 'a work is called "my-work"; expected a name as C has them'],
    [
      'as often as nobody knows',
      { mine: { func, count: 'reqests' } },
      'there are "reqests" of the work mine; expected a number, or one of tasks, calls, requests, bios, contexts (did you mean requests?)',
    ],
    [
      'in what is no field',
      { mine: { func, count: 1, in: 7 } },
      "mine.in is 7; expected the field in which the work lies: 'dio.my_work'",
    ],
    [
      'in a field that is no work',
      { mine: { func, count: 1, in: 'dio.iocb' } },
      "the work mine lies in dio.iocb, which is no work; expected a field that is declared as ref('work_struct')",
    ],
    [
      'in fewer objects than there are works',
      { mine: { func, count: 2, in: 'dio.complete_work' } },
      'there are 2 of the work mine, and 1 of dio in which they lie; expected no more works than objects',
    ],
    [
      'whose function there is not',
      { mine: { func: through('nobody', () => undefined), count: 1 } },
      'run_workqueue.run_mine follows a function pointer to nobody, which is no function',
    ],
  ])('%s', (_, works, issue) => {
    expect(closing(withWorks(works))).toThrow(issue);
  });
  it('that another patch of the sum has', () => {
    const one = { ...withWorks({ mine: { func, count: 1 } }), fields: {} };
    expect(closing(compose([one, { ...one, name: 'two' }]))).toThrow(
      'patch two: mine is a work of patch p already; expected a work of another name',
    );
  });
  it('where the patch changes itself what the worker calls', () => {
    const own = edit(run_workqueue, { replace: { func: { ...step, go: () => 'kick' } } });
    const patch = withWorks({ mine: { func, count: 1 } }, [{ name: 'own', standsFor: 'a test', edits: [own] }]);
    expect(closing(patch)).toThrow('run_workqueue.func is already changed by hunk "its works"');
  });
});

/** dio_bio_end_aio() queues the work of this name and number, once more than it does what it does. */
const queueing = (name: string, id: number, works: object): Patch =>
  withWorks(works, [
    {
      name: 'queue',
      standsFor: 'a test',
      edits: [
        edit(dio_bio_end_aio, {
          before: {
            last: {
              queue: {
                ...step,
                call: to(queue_work, (g, _f, k) => {
                  g.work = work_item(k, name, id);
                }),
              },
            },
          },
        }),
      ],
    },
  ]);

describe('a work', () => {
  const works = { other: { func, count: 2 }, mine: { func, count: 1 } };
  it('is found by its name and number, and may lie nowhere', () => {
    expect(complaints('dw1', queueing('mine', 0, works))).toEqual({});
    expect(complaints('dw1', queueing('other', 1, works))).toEqual({});
  });
  it.each([
    ['yours', 0, 'no patch declares a work yours'],
    ['mine', 1, 'there is no work 1 of mine'],
  ])('that is not there is none: %s %i', (name, id, message) => {
    expect(complaints('dw1', queueing(name, id, works))['no-undefined-behaviour']).toContain(message);
  });
  it('that is queued before INIT_WORK() is memory that was never written', () => {
    const placed = { mine: { func, count: 'requests', in: 'dio.complete_work' } };
    expect(complaints('dw1', queueing('mine', 0, placed))['no-undefined-behaviour']).toBe(
      'unwritten:dio.complete_work',
    );
  });
  it('may queue itself for as long as it likes', () => {
    const own = proc(
      'polls',
      'a.c:1',
      { id: 'int' },
      {
        again: { ...step, run: (k) => (k.choose('again', [0, 1]) === 1 ? 'queue' : 'return') },
        queue: {
          ...step,
          call: to(queue_work, (g, f, k) => {
            g.work = work_item(k, 'mine', f.id);
          }),
        },
      },
    );
    const polls: Work['func'] = to(own, (g, f) => {
      g.id = f.id;
    });
    expect(complaints('dw1', queueing('mine', 0, { mine: { func: polls, count: 1 } }))).toEqual({});
  });
  it('and two patches have works each of their own', () => {
    const mine = queueing('mine', 0, { mine: works.mine });
    const more = { ...withWorks({ more: { func, count: 3 } }), name: 'more', fields: {} };
    const both = [compose([more, mine]), compose([mine, more])];
    for (const patch of both) expect(outcomeTexts('dw1', patch)).toEqual(outcomeTexts('dw1', mine));
  });
  it('whose worker is stuck still has the completion that it was handed', () => {
    const stuck: Patch = {
      name: 'stuck',
      summary: 'a test',
      hunks: [
        {
          name: 'stuck',
          standsFor: 'a test',
          edits: [edit(run_workqueue, { replace: { release: { ...step, when: () => false, run: () => undefined } } })],
        },
      ],
    };
    // The request is held; of the dio nobody is on record any more, as with an interrupt that never ends.
    expect(complaints('dw1-nowait', compose([deferred, stuck]))).toEqual({
      'no-hang': 'aio/0 never finishes',
      'exactly-one-event': 'request 0 was accepted and has 0 events in the end',
      'no-leak': 'the dio of request 0 is never freed',
    });
  });
});
