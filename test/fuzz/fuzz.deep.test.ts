/**
 * A few scenarios, traces, command lines, patches and properties that nobody would write: the program ends with 0, 1, 2 or 3, says something, and shows no stack trace. `npm run fuzz` goes on with it.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { seed } from '../drawn.ts';
import { Examiner } from './command.ts';
import { hunt } from './hunt.ts';
import { kinds } from './kinds.ts';
import { tell } from './report.ts';

const examiner = new Examiner();
afterAll(() => {
  console.log(`fuzz: ${examiner.ran} commands run`);
  examiner.end();
});

describe('whatever it is given, the program behaves', () => {
  for (const kind of kinds) {
    const { name, runs } = kind;
    it(`${name}: ${runs} commands`, async () => {
      const failure = await hunt(kind, examiner, { seed, runs });
      expect(failure === null ? '' : tell(failure, `TEST_SEED=${seed} FUZZ_KINDS=${name} npm run fuzz`)).toBe('');
    });
  }
});
