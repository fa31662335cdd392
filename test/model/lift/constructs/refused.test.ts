/** What is not read, with one message each; and what becomes a trap, which no schedule passes. */
import { describe, expect, it } from 'vitest';
import { fatesOf, patchOf, refusalOf, verdictsOf } from '../lifting.ts';
import { diffOf, hunk, inAio, inComplete, told, withFunctions } from './small-diffs.ts';

const header = (start: number, text: string) => diffOf('include/linux/aio.h', hunk(start, text));

const refused: Readonly<Record<string, string>> = {
  'no diff': 'Dear all,\n\nthis is no diff.\n',
  'half a mail': '--- a/fs/aio.c\n+++ b/fs/aio.c\n@@ -950,5 +950,9 @@\n \tinfo = &ctx->ring_info;\n+\tres = 1;\n',
  'a patch against another kernel': inAio(
    1100,
    ` 	spin_lock_irqsave(&ctx->completion_lock, flags);\n+	res = 1;\n 	tail = ctx->tail;\n`,
  ),
  'a renamed file':
    'diff --git a/fs/aio.c b/fs/bio.c\nsimilarity index 100%\nrename from fs/aio.c\nrename to fs/bio.c\n',
  'a binary file':
    'diff --git a/fs/aio.o b/fs/aio.o\nindex 1111111..2222222 100644\nBinary files a/fs/aio.o and b/fs/aio.o differ\n',
  'what is in 2.6.20 already': inAio(
    541,
    ` 	spin_lock_irq(&ctx->ctx_lock);\n+	ret = __aio_put_req(ctx, req);\n 	spin_unlock_irq(&ctx->ctx_lock);\n`,
  ),
  'C that is none': inComplete('\tif (ctx->dead {\n\t\tres = 1;\n\t}'),
  'a brace that nothing closes': inAio(
    1582,
    ` 	spin_lock_irq(&ctx->ctx_lock);\n+	if (!ctx->dead) {\n 	aio_run_iocb(req);\n`,
  ),
  'a goto to nowhere': inComplete('\tgoto nowhere;'),
  recursion: withFunctions(
    'static int down(int x)\n{\n\tif (x == 0)\n\t\treturn 0;\n\treturn down(x - 1);\n}',
    '\tres = down(3);',
  ),
  'recursion of two': withFunctions(
    `static int even(int x);\nstatic int odd(int x)\n{\n\treturn x == 0 ? 0 : even(x - 1);\n}\n\nstatic int even(int x)\n{\n\treturn x == 0 ? 1 : odd(x - 1);\n}`,
    '\tres = even(3);',
  ),
  'a new parameter of a function of the model': inAio(
    924,
    `  */\n-int fastcall aio_complete(struct kiocb *iocb, long res, long res2)\n+int fastcall aio_complete(struct kiocb *iocb, long res, long res2, int wake)\n {\n`,
  ),
  'another result of a function of the model': inAio(
    503,
    `  */\n-static int __aio_put_req(struct kioctx *ctx, struct kiocb *req)\n+static void __aio_put_req(struct kioctx *ctx, struct kiocb *req)\n {\n`,
  ),
  'a function of the model that goes': inAio(
    536,
    ` */\n-int fastcall aio_put_req(struct kiocb *req)\n-{\n-	struct kioctx *ctx = req->ki_ctx;\n-	int ret;\n-	spin_lock_irq(&ctx->ctx_lock);\n-	ret = __aio_put_req(ctx, req);\n-	spin_unlock_irq(&ctx->ctx_lock);\n-	return ret;\n-}\n-\n /*	Lookup an ioctx id.  ioctx_list is lockless for reads.\n`,
  ),
  'a field of the model of another type': header(
    190,
    ` \n-	int			reqs_active;\n+	atomic_t		reqs_active;\n 	struct list_head	active_reqs;	/* used for cancellation */\n`,
  ),
  'a field of the model that goes': header(
    190,
    ` \n-	int			reqs_active;\n 	struct list_head	active_reqs;	/* used for cancellation */\n`,
  ),
  'a macro of the model that is another': header(
    50,
    ` #define kiocbIsKicked(iocb)	test_bit(KIF_KICKED, &(iocb)->ki_flags)\n-#define kiocbIsCancelled(iocb)	test_bit(KIF_CANCELLED, &(iocb)->ki_flags)\n+#define kiocbIsCancelled(iocb)	(0)\n \n`,
  ),
  'a local that hides another': inComplete('\t{\n\t\tlong res = 5;\n\n\t\tres++;\n\t}\n\tres = res == 16384 ? 8 : 9;'),
  'a condition on a configuration that is not said': inComplete('#ifdef CONFIG_LAMP\n\tres = 4;\n#endif'),
  'part of the state at the start': inAio(
    229,
    ` 	mm = ctx->mm = current->mm;\n+	ctx->reqs_active = 1;\n 	atomic_inc(&mm->mm_count);\n`,
  ),
};

describe('it is refused with one message:', () => {
  it.each(Object.entries(refused))('%s', (_, diff) => {
    expect(refusalOf(diff)).toHaveLength(1);
    expect(refusalOf(diff)[0]).toMatch(/^\d+: .+; expected .+$/);
  });

  it('each message', () => {
    expect(Object.fromEntries(Object.entries(refused).map(([what, diff]) => [what, refusalOf(diff)])))
      .toMatchInlineSnapshot(`
        {
          "C that is none": [
            "5: hunk @@ -950,2 +950,5 @@ of fs/aio.c: C syntax: nothing closes the ( in "if (ctx->dead { res = 1; } __base(958)"; expected its other end",
          ],
          "a binary file": [
            "3: a binary file changes here; expected only text: leave that file out of the diff",
          ],
          "a brace that nothing closes": [
            "5: hunk @@ -1582,2 +1582,3 @@ of fs/aio.c: C syntax: a { that nothing closes, or a } that closes nothing; expected as many } as {",
          ],
          "a condition on a configuration that is not said": [
            "5: hunk @@ -950,2 +950,5 @@ of fs/aio.c: #ifdef CONFIG_LAMP asks for CONFIG_LAMP, of which the configuration says nothing; expected a condition that can be decided",
          ],
          "a field of the model of another type": [
            "6: hunk @@ -190,3 +190,3 @@ of include/linux/aio.h: reqs_active of struct kioctx gets another type, and steps that stay are made for what it was; expected a patch that leaves it, or one that is written as a module (docs/guides/patch.md)",
          ],
          "a field of the model that goes": [
            "5: hunk @@ -190,3 +190,2 @@ of include/linux/aio.h: struct kioctx loses reqs_active, which steps that stay have; expected a patch that leaves it",
          ],
          "a function of the model that goes": [
            "5: hunk @@ -536,12 +536,2 @@ of fs/aio.c: aio_put_req() is taken out, and steps that stay call it; expected a patch that leaves it",
          ],
          "a goto to nowhere": [
            "5: hunk @@ -950,2 +950,3 @@ of fs/aio.c: goto nowhere leads to no label; expected a label of this function",
          ],
          "a local that hides another": [
            "6: hunk @@ -950,2 +950,8 @@ of fs/aio.c: a second local res hides the first; expected a name of its own",
          ],
          "a macro of the model that is another": [
            "6: hunk @@ -50,3 +50,3 @@ of include/linux/aio.h: kiocbIsCancelled is defined anew, and steps that stay are made of what it was; expected a patch that leaves it, or one that is written as a module (docs/guides/patch.md)",
          ],
          "a new parameter of a function of the model": [
            "6: hunk @@ -924,3 +924,3 @@ of fs/aio.c: aio_complete() gets another signature, and what calls it in steps that stay is made for the one it had; expected a patch that leaves its parameters and its type, or one that is written as a module (docs/guides/patch.md)",
          ],
          "a patch against another kernel": [
            "3: fs/aio.c, hunk 1: neither what it takes out nor what it puts in is in 2.6.20; expected a patch against 2.6.20, or the patches before it too",
          ],
          "a renamed file": [
            "3: fs/aio.c is renamed; expected a diff in which files keep their names (git format-patch --no-renames)",
          ],
          "another result of a function of the model": [
            "6: hunk @@ -503,3 +503,3 @@ of fs/aio.c: __aio_put_req() gets another signature, and what calls it in steps that stay is made for the one it had; expected a patch that leaves its parameters and its type, or one that is written as a module (docs/guides/patch.md)",
          ],
          "half a mail": [
            "3: hunk @@ -950,5 +950,9 @@ of fs/aio.c is cut off: the text ends after 1 of its 5 old and 2 of its 9 new lines; expected the whole mail",
          ],
          "no diff": [
            "1: no diff in this text; expected a unified diff, as diff -u and git format-patch write it",
          ],
          "part of the state at the start": [
            "5: hunk @@ -229,2 +229,3 @@ of fs/aio.c: what ioctx_alloc() does is part of the state at the start (model/closed-world.ts) in scenarios that do not make the context; expected a patch without this hunk, or one that is written as a module (docs/guides/patch.md)",
          ],
          "recursion": [
            "6: hunk @@ -918,3 +918,10 @@ of fs/aio.c: recursion: down() calls down(); expected a loop",
          ],
          "recursion of two": [
            "7: hunk @@ -918,3 +918,14 @@ of fs/aio.c: recursion: odd() calls even() calls odd(); expected a loop",
          ],
          "what is in 2.6.20 already": [
            "3: fs/aio.c: its one hunk is in 2.6.20 already; expected a change yet to be made (--reverse takes it as its undoing)",
          ],
        }
      `);
  });
});

const trapped: Readonly<Record<string, string>> = {
  'an unknown function': inComplete('\teventfd_signal(iocb->ki_eventfd, 1);'),
  'an unknown field': inComplete('\tif (ctx->nr_waiting)\n\t\tres = 1;'),
  assembler: inComplete('\tasm volatile("nop");'),
  'statements within an expression': inComplete('\tres = ({ long x = 4; x + 1; });'),
  'what a pointer to a local leads to': inComplete('\tlong *where = &res;\n\n\t*where = 3;'),
  'an array': inComplete('\tlong all[2];\n\n\tall[0] = 3;\n\tall[1] = 4;\n\tres = all[0];'),
  'a static local': inComplete('\tstatic int seen;\n\n\tseen++;\n\tres = seen;'),
  'an event that the kernel reads itself': inComplete('\tstruct io_event ent;\n\n\taio_read_evt(ctx, &ent);'),
  'a size': inComplete('\tres = sizeof(long);'),
  'a statement of which the diff shows a part': inAio(
    979,
    ` 	event->res = res;\n+	res = 3;\n 	event->res2 = res2;\n`,
  ),
  'code that leads to what is left out': inAio(
    1582,
    ` 	spin_lock_irq(&ctx->ctx_lock);\n+	if (!ctx->dead)\n+		goto out_put_req;\n 	aio_run_iocb(req);\n`,
  ),
};

describe('it is a trap, so that nothing is judged of schedules that come to it:', () => {
  it.each(Object.entries(trapped))('%s', (_, diff) => {
    expect(fatesOf(diff).filter((fate) => / => trap .{10}/.test(fate))).not.toEqual([]);
    expect(told(diff)).toBeTypeOf('string');
    expect(verdictsOf('buffered', patchOf(diff))['exactly-one-event']).toBe('not-judged');
  });

  it('an unsigned that goes below 0, where it does', () => {
    const diff = inComplete('\tunsigned long n = 0;\n\n\tn--;\n\tres = n > 5;');
    expect(told(diff)).toContain('an unsigned number goes below 0');
    expect(verdictsOf('buffered', patchOf(diff))['exactly-one-event']).toBe('not-judged');
    const chosen = inComplete('\tunsigned a = 3;\n\tint b = -1;\n\n\tif ((iocb->ki_users ? b : a) > 0)\n\t\tres = 7;');
    expect(told(chosen)).toContain('an unsigned number goes below 0');
    const sound = inComplete('\tunsigned long n = 1;\n\n\tn--;\n\tres = n > 5;');
    expect(told(sound)).not.toContain('below 0');
  });

  it('each reason', () => {
    expect(
      Object.fromEntries(
        Object.entries(trapped).map(([what, diff]) => [
          what,
          [...new Set(fatesOf(diff).flatMap((fate) => / => trap (.*)$/.exec(fate)?.[1] ?? []))],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      {
        "a size": [
          "res cannot hold what is not modelled (sizes are not modelled)",
        ],
        "a statement of which the diff shows a part": [
          "fs/aio.c:973-980 is one in the model (aio_complete.event), and the patch changes a part of it without showing the rest: diff -U9 does",
        ],
        "a static local": [
          "res cannot hold what is not modelled (a static variable is not modelled)",
        ],
        "an array": [
          "res cannot hold what is not modelled (arrays are not modelled)",
        ],
        "an event that the kernel reads itself": [
          "the model takes the event that it copies as one for the user, as where read_events() calls it in 2.6.20",
        ],
        "an unknown field": [
          "struct kioctx has no field nr_waiting in the model",
        ],
        "an unknown function": [
          "eventfd_signal() is unknown: no function of the model, of the patch or of the prelude",
        ],
        "assembler": [
          "assembler is not read",
        ],
        "code that leads to what is left out": [
          "fs/aio.c:1594 of io_submit_one(): the model leaves it out; a diff that shows it (diff -U99) is lifted with it",
        ],
        "statements within an expression": [
          "statements within an expression",
        ],
        "what a pointer to a local leads to": [
          "the address of what is no object is not modelled",
          "what it writes to is not in the model: long * is not in the model",
        ],
      }
    `);
  });
});

it('a trap that no schedule comes to changes no verdict', () => {
  const diff = inComplete('\tif (ctx->dead)\n\t\teventfd_signal(iocb->ki_eventfd, 1);');
  expect(verdictsOf('buffered', patchOf(diff))['exactly-one-event']).toBe('holds');
  expect(told(diff)).toEqual([16384]);
});
