/** Functions and macros that a patch brings. */
import { describe, expect, it } from 'vitest';
import { kernel } from '../../../properties/aio/decide.ts';
import { behaviour, lifted, patchOf } from '../lifting.ts';
import { diffOf, editsOf, hunk, inAio, inComplete, told, withFunctions } from './small-diffs.ts';

const ONE_MORE = `
static int one_more(int x)
{
	return x + 1;
}`;

/** The functions of a lifted module, without the lines that they cite. */
const functionsOf = (diff: string): string =>
  [...lifted(diff).module.matchAll(/^export const \w+ = proc\([^]*?^\);$/gm)]
    .map(([text]) => text)
    .join('\n')
    .split('\n')
    .filter((line) => !/^\s*(?:line: \d+,|c: ')/.test(line))
    .join('\n');

it('a function that returns a value', () => {
  const diff = withFunctions(
    'static int busy(struct kioctx *ctx)\n{\n\treturn ctx->reqs_active > 0;\n}',
    '\tif (busy(ctx))\n\t\tres = 21;',
  );
  expect(functionsOf(diff)).toMatchInlineSnapshot(`
    "export const busy = proc(
      'busy',
      'fs/aio.c:920',
      { ctx: 'struct kioctx *', ret: 'long' },
      {
        reqs_active: {
          run(k, f) {
            f.ret = Number(k.kioctx(f.ctx).reqs_active > 0);
            return 'return';
          },
        },
      },
      'ret',
    );"
  `);
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      locals: { ret_2: 'long' },
      before: {
        lock: {
          busy: {
            call: to(busy, (g, f) => {
              g.ctx = f.ctx;
            }),
            result: 'ret_2',
            then: 'decide',
          },
          decide: {
            go: (f) => f.ret_2 !== 0 ? 'res' : 'lock',
          },
          res: {
            go(f) {
              f.res = 21;
              return 'lock';
            },
          },
        },
      },
    }),"
  `);
  expect(told(diff)).toEqual([21]);
});

it('a function that returns none', () => {
  const diff = withFunctions(
    'static void mark(struct kiocb *iocb)\n{\n\tif (!iocb)\n\t\treturn;\n\tkiocbSetCancelled(iocb);\n}',
    '\tmark(iocb);',
  );
  expect(functionsOf(diff)).toMatchInlineSnapshot(`
    "export const mark = proc(
      'mark',
      'fs/aio.c:920',
      { iocb: 'struct kiocb *' },
      {
        decide: {
          go: (f) => f.iocb !== NULL ? 'cancelled' : 'return',
        },
        cancelled: {
          run(k, f) {
            k.kiocb(f.iocb).KIF_CANCELLED = true;
            return 'return';
          },
        },
      },
    );"
  `);
  expect(told(diff)).toEqual([undefined]);
});

it.each<[what: string, functions: string, lines: string, value: number]>([
  ['calls in a condition', ONE_MORE, '\tres = one_more(1) == 2 && one_more(2) == 3 ? 33 : 44;', 33],
  ['calls in a loop', ONE_MORE, '\tlong n = 0;\n\n\twhile (one_more(n) < 5)\n\t\tn++;\n\tres = n;', 4],
  [
    'nested calls',
    `${ONE_MORE}\n\nstatic int twice(int x)\n{\n\treturn 2 * x;\n}`,
    '\tres = twice(one_more(twice(5)));',
    22,
  ],
  [
    'a call of what is defined below, after a prototype',
    `static int second(int x);\nstatic int first(int x)\n{\n\treturn second(x) + 1;\n}\n\nstatic int second(int x)\n{\n\treturn x * 2;\n}`,
    '\tres = first(4);',
    9,
  ],
  [
    'a parameter that the function changes, and the caller does not see',
    'static int low(int x)\n{\n\tx &= 7;\n\treturn x;\n}',
    '\tlong n = 19;\n\n\tres = 100 * low(n) + n;',
    319,
  ],
])('%s', (_, functions, lines, value) => {
  expect(told(withFunctions(functions, lines))).toEqual([value]);
});

it.each([
  'edit',
  'proc',
  'to',
  'rerouted',
  'stepOf',
  'patch',
  'fields',
  'Number',
  'class',
  'delete',
  'new',
  'function',
  'package',
])('a function that is called as something else in the module: %s', (name) => {
  const functions = [
    `static int ${name}(int x)\n{\n\treturn x + 1;\n}`,
    `static int ${name}_(int x)\n{\n\tif (x > 1)\n\t\tx = ${name}(x);\n\treturn 3 * x;\n}`,
  ].join('\n\n');
  const lines = `\tres = ${name}_(ctx->reqs_active) + 10 * ${name}(1);`;
  expect(told(withFunctions(functions, lines))).toEqual([23]);
});

it('a static inline function in a header', () => {
  const header = diffOf(
    'include/linux/aio.h',
    hunk(
      248,
      `
 
+static inline int is_last_user(struct kiocb *iocb)
+{
+	return iocb->ki_users == 1;
+}
+
 /* for sysctl: */
`,
    ),
  );
  expect(told(header + inComplete('\tif (!is_last_user(iocb))\n\t\tres = 55;'))).toEqual([55]);
});

it('what is done by a function of its own is done as before', () => {
  const diff = diffOf(
    'fs/aio.c',
    hunk(
      918,
      `
 EXPORT_SYMBOL(kick_iocb);
 
+static void wake_waiter(struct kioctx *ctx)
+{
+	if (waitqueue_active(&ctx->wait))
+		wake_up(&ctx->wait);
+}
+
 /* aio_complete
`,
    ),
    hunk(
      1001,
      `
 
-	if (waitqueue_active(&ctx->wait))
-		wake_up(&ctx->wait);
+	wake_waiter(ctx);
 
`,
    ),
  );
  const patch = patchOf(diff);
  for (const scenario of ['buffered-reader', 'dw1-reader', 'append1'])
    expect({ scenario, ...behaviour(scenario, patch) }).toEqual({
      scenario,
      ...behaviour(scenario, kernel('2.6.20')),
    });
});

describe('macros', () => {
  const inHeader = (text: string) => diffOf('include/linux/aio.h', hunk(179, ` \n${text}\n+\n struct kioctx {\n`));

  it('a constant, and one like a function', () => {
    const header = inHeader(
      '+#define AIO_ODD_RESULT		77\n+#define aio_is_odd(iocb)	((iocb)->ki_users > 1 && \\\n+				 (iocb)->ki_users < 9)',
    );
    expect(told(header + inComplete('\tif (aio_is_odd(iocb))\n\t\tres = AIO_ODD_RESULT;'))).toEqual([77]);
  });

  it('take what they are given as it is written', () => {
    const header = inHeader('+#define twice_of(x)	(2 * x)\n+#define twice_of_all(x)	(2 * (x))');
    expect(told(header + inComplete('\tres = twice_of(3 + 4) * 100 + twice_of_all(3 + 4);'))).toEqual([1014]);
  });

  it('of several statements', () => {
    const header = inHeader(
      '+#define count_it(n, by)	do {	\\\n+		(n) += (by);		\\\n+		(n)++;		\\\n+	} while (0)',
    );
    expect(
      told(header + inComplete('\tres = 1;\n\tif (ctx->reqs_active)\n\t\tcount_it(res, 10);\n\telse\n\t\tres = 0;')),
    ).toEqual([12]);
  });

  it('#if 0 leaves its lines out', () => {
    expect(told(inComplete('#if 0\n\tres = 4;\n#else\n\tres = 5;\n#endif'))).toEqual([5]);
  });
});

it('two files, and two hunks of one', () => {
  const diff = [
    inComplete('\tif (res < 0)\n\t\tres = -EIO;'),
    diffOf(
      'mm/filemap.c',
      hunk(
        2417,
        ` 					offset >> PAGE_CACHE_SHIFT, end);\n-			if (err)\n+			if (err && retval >= 0)\n 				retval = err;\n`,
      ),
    ),
  ].join('');
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        lock: {
          decide: {
            go: (f) => f.res < 0 ? 'res' : 'lock',
          },
          res: {
            go(f) {
              f.res = -EIO;
              return 'lock';
            },
          },
        },
      },
    }),
    edit(generic_file_direct_IO, {
      replace: {
        failed: {
          go: (f) => f.err !== 0 ? 'decide_2' : 'return',
        },
      },
      after: {
        failed: {
          decide_2: {
            go: (f) => f.retval >= 0 ? 'retval' : 'return',
          },
          retval: {
            go(f) {
              f.retval = f.err;
              return 'return';
            },
          },
        },
      },
    }),"
  `);
  expect(behaviour('dw1-inval', patchOf(diff)).verdicts['no-double-completion']).toBe('holds');
});

it('a line of a function is in the hunks that come to it', () => {
  const functions =
    'static void inner(struct kiocb *iocb)\n{\n\tsomebody(iocb);\n}\n\nstatic void outer(struct kiocb *iocb)\n{\n\tinner(iocb);\n}';
  const elsewhere = inAio(
    1589,
    ` 	spin_unlock_irq(&ctx->ctx_lock);\n+	might_sleep();\n 	aio_put_req(req);	/* drop extra ref to req */\n`,
  );
  const { lines } = lifted([withFunctions(functions, '\touter(iocb);'), elsewhere]);
  const hunksOf = (text: string) => lines.find((line) => line.text.trim() === text)?.hunks;
  expect([hunksOf('somebody(iocb);'), hunksOf('might_sleep();')]).toEqual([['aio_complete'], ['io_submit_one']]);
});
