/** Code that computes a number, put into aio_complete(): the event tells the number that C would have. */
import { describe, expect, it } from 'vitest';
import { inComplete, told } from './small-diffs.ts';

const UNTOUCHED = 16384;

describe('what new code computes is what the event tells:', () => {
  it.each<[what: string, lines: string, value: unknown]>([
    ['numbers of errors', '\tint err = -EFAULT;\n\n\tres = err == -14 ? 1000 * ENOMEM + EBADF : -EINVAL;', 12_009],
    ['a new local with an initialiser', '\tlong probe = 3;\n\n\tres = probe + 4;', 7],
    ['if and else', '\tif (ctx->reqs_active > 1)\n\t\tres = 1;\n\telse\n\t\tres = 2;', 2],
    [
      'else if',
      `
	if (ctx->reqs_active > 3)
		res = 1;
	else if (ctx->reqs_active == 1)
		res = 2;
	else
		res = 3;`,
      2,
    ],
    [
      'else of the nearer if',
      '\tif (ctx->reqs_active)\n\t\tif (ctx->dead)\n\t\t\tres = 1;\n\t\telse\n\t\t\tres = 2;',
      2,
    ],
    ['&& of two shared reads', '\tif (ctx->reqs_active && !ctx->dead)\n\t\tres = 1;', 1],
    ['|| of two shared reads', '\tif (ctx->dead || ctx->reqs_active)\n\t\tres = 1;', 1],
    ['&& binds more than ||', '\tres = 1 || ctx->dead && ctx->dead;', 1],
    ['?: and what it is in', '\tres = ctx->dead ? 5 : ctx->reqs_active + 10;', 11],
    ['&& as a value', '\tres = 10 + (ctx->reqs_active && !ctx->dead);', 11],
    ['while', '\tlong left = 3;\n\n\tres = 0;\n\twhile (left > 0) {\n\t\tres += left;\n\t\tleft--;\n\t}', 6],
    ['for', '\tint i;\n\n\tres = 0;\n\tfor (i = 0; i < 4; i++)\n\t\tres += i;', 6],
    ['for with commas', '\tint a, b;\n\n\tfor (a = 0, b = 10; a < b; a++, b--)\n\t\t;\n\tres = a;', 5],
    ['do while', '\tint i = 9;\n\n\tres = 0;\n\tdo {\n\t\tres++;\n\t} while (i++ < 9);', 1],
    ['do while (0) that is left', '\tdo {\n\t\tif (ctx->dead)\n\t\t\tbreak;\n\t\tres = 4;\n\t} while (0);', 4],
    [
      'switch with a case that falls through',
      `
	switch (ctx->reqs_active) {
	case 0:
		res = 7;
		break;
	case 1:
		res = 10;
	case 2:
		res += 5;
		break;
	default:
		res = 9;
	}`,
      15,
    ],
    [
      'switch with a default',
      '\tswitch (ctx->reqs_active) {\n\tcase 7:\n\t\tres = 7;\n\tdefault:\n\t\tres = 9;\n\t}',
      9,
    ],
    ['goto a new label', '\tif (ctx->reqs_active)\n\t\tgoto short_cut;\n\tres = 11;\nshort_cut:\n\tres -= 16000;', 384],
    ['goto back', '\tint tries = 0;\n\nagain:\n\ttries++;\n\tif (tries < 3)\n\t\tgoto again;\n\tres = tries;', 3],
    [
      'break and continue',
      `
	int i;

	res = 0;
	for (i = 0; ; i++) {
		if (i == 1)
			continue;
		if (i == 5)
			break;
		res += i;
	}`,
      9,
    ],
    ['x++ as a value, of shared data', '\tres = iocb->ki_users++;\n\tiocb->ki_users--;', 2],
    ['++x as a value, of shared data', '\tres = ++iocb->ki_users;\n\tiocb->ki_users--;', 3],
    ['a loop over shared data', '\twhile (iocb->ki_users > 1)\n\t\tiocb->ki_users--;\n\tres = iocb->ki_users++;', 1],
    ['bits', '\tres = (1 << 4) | 3;\n\tres &= ~1;\n\tres ^= 0x10;', 2],
    ['% and / of what is negative', '\tres = -7 % 3;\n\tres = res * 10 + -17 / 5;', -13],
    [
      'atomic_inc, atomic_read, atomic_dec_and_test',
      `
	atomic_inc(&ctx->users);
	res = atomic_read(&ctx->users) > 1;
	if (atomic_dec_and_test(&ctx->users))
		res = 9;`,
      1,
    ],
    [
      'set_bit, test_bit, clear_bit',
      `
	set_bit(KIF_CANCELLED, &iocb->ki_flags);
	if (test_bit(KIF_CANCELLED, &iocb->ki_flags))
		clear_bit(KIF_CANCELLED, &iocb->ki_flags);
	res = !test_bit(KIF_CANCELLED, &iocb->ki_flags);`,
      1,
    ],
    [
      'test_and_set_bit, test_and_clear_bit',
      `
	res = test_and_set_bit(KIF_KICKED, &iocb->ki_flags) + 2 * test_and_set_bit(KIF_KICKED, &iocb->ki_flags);
	res += 4 * test_and_clear_bit(KIF_KICKED, &iocb->ki_flags);`,
      6,
    ],
    [
      'pointers that are compared',
      `
	struct kioctx *other = iocb->ki_ctx;

	if (other == ctx && other != NULL && iocb->ki_filp)
		res = 6;`,
      6,
    ],
    ['an early return that is not taken', '\tif (ctx->dead)\n\t\treturn 0;', UNTOUCHED],
    ['list_empty', '\tres = list_empty(&iocb->ki_list) + 2 * list_empty(&ctx->active_reqs);', 0],
    ['?: of an int and an unsigned', '\tunsigned a = 3;\n\tint b = 2;\n\n\tres = (iocb->ki_users ? b : a) + 5;', 7],
    ['BUG_ON of what is not so', '\tBUG_ON(ctx->dead);', UNTOUCHED],
    ['BUG_ON of what is so', '\tBUG_ON(!ctx->dead);', 'bug_on:aio_complete'],
  ])('%s', (_, lines, value) => expect(told(inComplete(lines))).toEqual([value]));
});
