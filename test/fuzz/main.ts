/**
 * `npm run fuzz [-- seconds]`: scenarios, traces, command lines, patches and properties that nobody would write, for as long as one
 * likes (until Ctrl-C where nothing is said). Each failure is told once, and kept in `fuzz/`. `TEST_SEED=seed` begins again at that seed,
 * `FUZZ_KINDS=patch,property` keeps to some. Exit code 1: something was found.
 */
import { seed as first } from '../drawn.ts';
import { Examiner } from './command.ts';
import { hunt, signatureOf } from './hunt.ts';
import { kinds } from './kinds.ts';
import { keep, tell } from './report.ts';

const RUNS = 25;
const FOLDER = 'fuzz';

const seconds = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
const wanted = process.env['FUZZ_KINDS']?.split(',');
const chosen = kinds.filter(({ name }) => wanted?.includes(name) ?? true);
if (!(seconds > 0) || !Number.isSafeInteger(first) || chosen.length === 0) {
  console.error(`fuzz: expected [seconds], TEST_SEED=number, FUZZ_KINDS=${kinds.map(({ name }) => name).join()}`);
  process.exit(2);
}

let isInterrupted = false;
process.on('SIGINT', () => {
  isInterrupted = true;
});
const deadline = performance.now() + 1000 * seconds;
const isOver = (): boolean => isInterrupted || performance.now() > deadline;

const examiner = new Examiner();
const known = new Set<string>();
console.log(`fuzz: TEST_SEED=${first}`);
for (let seed = first; !isOver(); seed += 1) {
  for (const kind of chosen) {
    const again = `TEST_SEED=${seed} FUZZ_KINDS=${kind.name} npm run fuzz`;
    // oxlint-disable-next-line no-await-in-loop -- one command at a time, in one process
    const failure = await hunt(kind, examiner, { seed, runs: RUNS, known, isOver });
    if (failure === null) continue;
    known.add(signatureOf(failure));
    console.log(`\n${tell(failure, again)}kept in ${keep(failure, kind.name, again, FOLDER)}`);
  }
  console.log(`fuzz: ${examiner.ran} commands run, ${known.size} failures; the next seed is ${seed + 1}`);
}
examiner.end();
process.exit(known.size > 0 ? 1 : 0);
