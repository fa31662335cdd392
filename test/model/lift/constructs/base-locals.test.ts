/** Locals of the base's functions in new code: what steps keep to themselves, set back, or hold otherwise than the C. */
import { describe, expect, it } from 'vitest';
import { behaviour, fatesOf, patchOf, refusalOf, type Texts } from '../lifting.ts';
import { kernel } from '../../../properties/aio/decide.ts';
import { diffOf, hunk, inAio, withFunctions } from './small-diffs.ts';

const trapsOf = (diff: Texts): string[] => fatesOf(diff).flatMap((fate) => / => trap (.*)$/.exec(fate)?.[1] ?? []);

const inDirectIo = (start: number, text: string): string => diffOf('fs/direct-io.c', hunk(start, text));

describe('a local that holds something else than in the C is a trap where new code reads it:', () => {
  it.each([
    [
      'one that a step keeps to itself',
      inDirectIo(434, ` 	}\n+	if (!uptodate)\n+		dio->io_error = -EINTR;\n 	return uptodate ? 0 : -EIO;\n`),
      'uptodate may be read before anything is put into it',
    ],
    [
      'one that a step sets back on one of its ways',
      inAio(786, ` 	}\n+	BUG_ON(iocb == NULL);\n 	if (!list_empty(&ctx->run_list))\n`),
      '__aio_run_iocbs.next has set iocb back, which nothing in 2.6.20 reads behind it',
    ],
    [
      'one of a function of the patch',
      withFunctions('static int f(int x)\n{\n\tint r;\n\n\tif (x)\n\t\tr = 1;\n\treturn r;\n}', '\tres = f(0);'),
      'r may be read before anything is put into it',
    ],
    [
      'the result of a function of the patch that returns none',
      withFunctions('static int f(int x)\n{\n\tif (x)\n\t\treturn 1;\n}', '\tres = f(0);'),
      'ret may be read before anything is put into it',
    ],
    [
      'a timeout that is looked at only where there is one, when it is written',
      inAio(
        1163,
        ` 			ret = 0;\n+			to.timed_out = 1;\n 			if (to.timed_out)	/* Only check after read evt */\n`,
      ),
      'timed_out is written: it is looked at only where there is a timeout',
    ],
  ])('%s', (_, diff, why) => expect(trapsOf(diff)).toContain(why));
});

describe('what the C assigns is assigned, whatever new code has put there before:', () => {
  it.each([
    [
      'ret = aio_setup_iocb(), and return 0',
      'dw1-nowait',
      inAio(1583, `-	aio_run_iocb(req);\n+	ret = aio_run_iocb(req);\n 	if (!list_empty(&ctx->run_list)) {\n`),
    ],
    [
      'ret = put_user()',
      'dw1-nowait',
      inAio(1560, ` 	req->ki_filp = file;\n+	ret = -EAGAIN;\n 	ret = put_user(req->ki_key, &user_iocb->aio_key);\n`),
    ],
    [
      'i = 0 of a for',
      'dw1-nowait',
      inAio(
        1627,
        ` 		return -EINVAL;\n 	}\n+	for (i = 0; i < 2; i++)\n+		cond_resched();\n \n 	/*\n 	 * AKPM: should this return a partial result if some of the IOs were\n`,
      ),
    ],
    [
      'ret = do_direct_IO()',
      'dw1-nowait',
      inDirectIo(
        992,
        ` 	dio->bio_list = NULL;\n 	dio->waiter = NULL;\n \n+	ret = -EINVAL;\n+	if (dio->refcount != 1)\n+		return ret;\n+\n 	/*\n 	 * In case of non-aligned buffers, we may need 2 more\n`,
      ),
    ],
    [
      'the body of an if whose head is another',
      'buffered',
      inAio(1129, ` \n-	if (min_nr <= i)\n+	if (i >= min_nr)\n 		return i;\n`),
    ],
  ])('%s', (_, scenario, diff) =>
    expect(behaviour(scenario, patchOf(diff)).outcomes).toEqual(behaviour(scenario, kernel('2.6.20')).outcomes),
  );
});

it('a result that the C puts nothing into is refused where steps that stay return it', () => {
  const diff = inAio(
    1754,
    ` 	struct kioctx *ioctx = lookup_ioctx(ctx_id);\n-	long ret = -EINVAL;\n+	long ret;\n \n`,
  );
  expect(refusalOf(diff)[0]).toContain('ret may be read before anything is put into it');
});
