/** Changes that are nothing here, each for a reason; alone they are no patch of the model. */
import { describe, expect, it } from 'vitest';
import { kernel } from '../../../properties/aio/decide.ts';
import { behaviour, fatesOf, patchOf, refusalOf } from '../lifting.ts';
import { diffOf, hunk, inAio, inComplete } from './small-diffs.ts';

/** Something that is lifted, and makes no difference. */
const MORE = inAio(
  1589,
  ` 	spin_unlock_irq(&ctx->ctx_lock);\n+	might_sleep();\n 	aio_put_req(req);	/* drop extra ref to req */\n`,
);

const small: Readonly<Record<string, string>> = {
  'a message': inComplete('\tprintk(KERN_DEBUG "%p is done\\n", iocb);'),
  'a message over several lines': inComplete('\tpr_debug("%p is done with %ld\\n", iocb,\n\t\t res);'),
  'a barrier': inComplete('\tsmp_mb();'),
  'a warning': inComplete('\tWARN_ON(res < 0);'),
  'a comment': inComplete('\t/*\n\t * nobody comes here twice\n\t */'),
  'a comment behind a declaration': inAio(
    539,
    ` 	struct kioctx *ctx = req->ki_ctx;\n-	int ret;\n+	int ret;	/* it was the last */\n 	spin_lock_irq(&ctx->ctx_lock);\n`,
  ),
  'white space': inAio(510, ` \n-	req->ki_users --;\n+	req->ki_users--;\n 	BUG_ON(req->ki_users < 0);\n`),
  'an include': inAio(11, ` #include <linux/kernel.h>\n+#include <linux/log2.h>\n #include <linux/init.h>\n`),
  'lines that are configured out': inComplete('#if 0\n\tres = 4;\n#endif'),
  'a function that is not in the model': diffOf(
    'mm/filemap.c',
    hunk(2005, ` 		isize = i_size_read(inode);\n+		cond_resched();\n 		if (*pos >= isize) {\n`),
  ),
  'a file that is not in the model': diffOf('fs/ext3/lamp.c', hunk(10, ` 	oil--;\n+	wick++;\n 	glass = 0;\n`)),
};

describe('it is nothing, and says why:', () => {
  it.each(Object.entries(small))('%s', (_, diff) => {
    expect(refusalOf(diff)).toEqual([expect.stringMatching(/nothing that the patch changes/)]);
    const fates = fatesOf([diff, MORE]).filter((fate) => !fate.startsWith('+ might_sleep'));
    expect(fates.filter((fate) => !/ => nothing .{10}/.test(fate))).toEqual([]);
    expect(behaviour('buffered', patchOf([diff, MORE]))).toEqual(behaviour('buffered', kernel('2.6.20')));
  });

  it('each reason', () => {
    expect(
      Object.fromEntries(
        Object.entries(small).map(([what, diff]) => [
          what,
          [...new Set(fatesOf([diff, MORE]).flatMap((fate) => / => nothing (.*)$/.exec(fate)?.[1] ?? []))],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      {
        "a barrier": [
          "memory is sequentially consistent here",
        ],
        "a comment": [
          "a comment or a blank line",
        ],
        "a comment behind a declaration": [
          "a part of what stands around it",
        ],
        "a file that is not in the model": [
          "the model has nothing of fs/ext3/lamp.c",
        ],
        "a function that is not in the model": [
          "no step of the model stands for generic_write_checks()",
        ],
        "a message": [
          "it only writes to the log",
        ],
        "a message over several lines": [
          "it only writes to the log",
        ],
        "a warning": [
          "it only writes to the log",
        ],
        "an include": [
          "it only includes a header",
        ],
        "lines that are configured out": [
          "a part of what stands around it",
          "it is not compiled: #if 0",
        ],
        "white space": [
          "nothing but its white space changes",
        ],
      }
    `);
  });
});

it('a function that nobody calls is lifted, and alone it is nothing', () => {
  const busy = inAio(
    918,
    ` EXPORT_SYMBOL(kick_iocb);\n \n+static int busy(struct kioctx *ctx)\n+{\n+	return ctx->reqs_active > 0;\n+}\n+\n /* aio_complete\n`,
  );
  expect(refusalOf(busy)).toEqual([expect.stringMatching(/nothing that the patch changes/)]);
  expect(behaviour('buffered', patchOf([busy, MORE]))).toEqual(behaviour('buffered', kernel('2.6.20')));
});
