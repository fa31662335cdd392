/** What is told of lines that only say where control goes. */
import { expect, it } from 'vitest';
import { fatesOf } from '../lifting.ts';
import { inComplete, withFunctions } from './small-diffs.ts';

it('the head, the condition and the break of a loop are lifted', () => {
  expect(fatesOf(inComplete('\tfor (;;) {\n\t\tif (res-- < 16380)\n\t\t\tbreak;\n\t}'))).toMatchInlineSnapshot(`
    [
      "+ for (;;) { => lifted where control goes",
      "+ if (res-- < 16380) => lifted t",
      "+ break; => lifted where control goes",
      "+ } => nothing a part of what stands around it",
    ]
  `);
});

it('a switch in a loop', () => {
  expect(
    fatesOf(
      inComplete(
        '\twhile (1) {\n\t\tswitch (res--) {\n\t\tcase 5:\n\t\t\tbreak;\n\t\tdefault:\n\t\t\tcontinue;\n\t\t}\n\t\tbreak;\n\t}',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "+ while (1) { => lifted where control goes",
      "+ switch (res--) { => lifted t",
      "+ case 5: => nothing a part of what stands around it",
      "+ break; => lifted where control goes",
      "+ default: => nothing a part of what stands around it",
      "+ continue; => lifted where control goes",
      "+ } => nothing a part of what stands around it",
      "+ break; => lifted where control goes",
      "+ } => nothing a part of what stands around it",
    ]
  `);
});

it('what a loop of one round decides is nothing', () => {
  expect(fatesOf(inComplete('\tdo {\n\t\tres++;\n\t} while (0);\n\tif (ctx->dead)\n\t\tsmp_mb();')))
    .toMatchInlineSnapshot(`
    [
      "+ do { => nothing a part of what stands around it",
      "+ res++; => lifted dead",
      "+ } while (0); => nothing a part of what stands around it",
      "+ if (ctx->dead) => lifted dead",
      "+ smp_mb(); => nothing memory is sequentially consistent here",
    ]
  `);
});

it('in a function that the patch brings', () => {
  const functions =
    'static void mark(struct kiocb *iocb)\n{\n\tfor (;;) {\n\t\tif (!iocb->ki_users)\n\t\t\tgoto out;\n\t\tbreak;\n\t}\n\tkiocbSetCancelled(iocb);\nout:\n\treturn;\n}';
  expect(fatesOf(withFunctions(functions, '\tmark(iocb);'))).toMatchInlineSnapshot(`
    [
      "+ static void mark(struct kiocb *iocb) => lifted mark()",
      "+ { => lifted mark()",
      "+ for (;;) { => lifted where control goes",
      "+ if (!iocb->ki_users) => lifted mark.ki_users",
      "+ goto out; => lifted where control goes",
      "+ break; => lifted where control goes",
      "+ } => lifted mark()",
      "+ kiocbSetCancelled(iocb); => lifted mark.cancelled",
      "+ out: => lifted mark()",
      "+ return; => lifted where control goes",
      "+ } => lifted mark()",
      "+  => nothing a comment or a blank line",
      "+ mark(iocb); => lifted mark",
    ]
  `);
});
