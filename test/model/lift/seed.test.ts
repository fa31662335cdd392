/** The mail that started it all, as the archive has it. */
import { describe, expect, it } from 'vitest';
import { postEiocbqueued } from '../../../model/patches/post-eiocbqueued.ts';
import { expectedOf, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { shareOf } from '../../drawn.ts';
import { behaviour, evaluated, lifted, outcomesOf, sizeOf, verdictsOf } from './lifting.ts';
import { nameless, renamed } from './renaming.ts';
import { SEED } from './rewritten.ts';

const { lines, module } = lifted(SEED, { name: 'seed' });
const patch = evaluated(module);

describe("the seed's mail is lifted whole:", () => {
  it('each changed line has become something, or nothing for a reason, and none is a trap', () => {
    // As its own diffstat counts them.
    const [, insertions, deletions] = /(\d+) insertions\(\+\), (\d+) deletions\(-\)/.exec(SEED) ?? [];
    const put = lines.filter(({ kind }) => kind === '+');
    expect([put.length, lines.length - put.length]).toEqual([Number(insertions), Number(deletions)]);
    expect(lines.filter(({ fate }) => fate.is === 'trap')).toEqual([]);
    expect(new Set(lines.map(({ path }) => path))).toEqual(
      new Set(['fs/aio.c', 'include/linux/aio.h', 'mm/filemap.c']),
    );
  });

  it('what it puts in is lifted but for words that are nothing here', () => {
    const nothing = lines.filter(({ kind, fate }) => kind === '+' && fate.is === 'nothing');
    const told = nothing.map(({ text }) => text.trim()).filter((text) => text !== '' && !/^(?:\/?\*|\*\/)/.test(text));
    expect(told).toMatchInlineSnapshot(`
      [
        "struct aio_ring_info *info;",
        "struct aio_ring *ring;",
        "struct io_event *event;",
        "unsigned long tail;",
        "dprintk("aio_complete: %p[%lu]: %p: %p %Lx %d %lx %lx\\n",",
        "ctx, tail, iocb, iocb->ki_obj.user, iocb->ki_user_data,",
        "iocb->ki_pending_err, iocb->ki_res, iocb->ki_res2);",
        "smp_wmb(); /* make event visible before updating tail */",
        "put_aio_ring_event(event, KM_IRQ0);",
        "kunmap_atomic(ring, KM_IRQ1);",
        "pr_debug("added to ring %p at [%lu]\\n", iocb, tail);",
        "req->ki_users--;",
        "int ret;",
        "}",
      ]
    `);
  });

  it('what it takes out of the model is taken out', () => {
    const removed = lines.filter(({ kind, fate }) => kind === '-' && fate.is === 'lifted');
    expect(removed.map(({ text }) => text.trim())).toMatchInlineSnapshot(`
      [
        "if (kiocbIsCancelled(iocb))",
        "goto put_rq;",
        "ring = kmap_atomic(info->ring_pages[0], KM_IRQ1);",
        "tail = info->tail;",
        "event = aio_ring_event(info, tail, KM_IRQ0);",
        "if (++tail >= info->nr)",
        "tail = 0;",
        "event->obj = (u64)(unsigned long)iocb->ki_obj.user;",
        "event->res = res;",
        "event->res2 = res2;",
        "info->tail = tail;",
        "ring->tail = tail;",
        "written = err;",
        "retval = err;",
      ]
    `);
  });
});

/** Those above are for the deep suite. */
const AT_MOST = 10_000;

const small = manifestScenarios().filter(
  (scenario) => (expectedOf(scenario, postEiocbqueued.name)?.states ?? AT_MOST) < AT_MOST,
);

describe('its verdicts are those that the manifest expects of post-eiocbqueued, and its outcomes are the same:', () => {
  for (const scenario of shareOf(small, 4))
    it(scenario, () => {
      const verdicts = verdictsOf(scenario, patch);
      const exceptions = Object.fromEntries(Object.entries(verdicts).filter(([, verdict]) => verdict !== 'holds'));
      expect(exceptions).toEqual(expectedOf(scenario, postEiocbqueued.name)?.verdicts);
      expect(outcomesOf(scenario, patch)).toEqual(outcomesOf(scenario, postEiocbqueued));
    });
});

describe('with all that it names in its own way named otherwise', () => {
  const other = lifted(renamed(SEED), { name: 'seed' });
  const otherPatch = evaluated(other.module);

  it('the module is the same but for these names', () => {
    expect(other.module).toMatch(/keep_error_for_event[^]*outcome_sofar/);
    expect(other.module).not.toMatch(/aio_propogate_error|existing_err|ki_res/);
    expect(nameless(other.module)).toBe(nameless(module));
  });

  it.each(['dw1-inval', 'buffered-reader', 'dw1-osync-all', 'dw1-inval-ring2'])(
    'what it does in %s is the same, in as many states',
    (scenario) => {
      expect(behaviour(scenario, otherPatch)).toEqual(behaviour(scenario, patch));
      expect(sizeOf(scenario, otherPatch)).toEqual(sizeOf(scenario, patch));
    },
  );
});
