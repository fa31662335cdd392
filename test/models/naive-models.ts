/** The example models once more in a few lines of plain TypeScript, so that the notation's answers can be compared. */
import { type Naive, naiveSearch } from './naive-search.ts';
import { forksOf, type Table } from '../../docs/examples/philosophers.ts';

/** Peterson's lock: [label of p0, label of p1, turn, rounds of p0, rounds of p1]; label 6 is the end. */
export function naivePeterson(rounds: number): Naive {
  const successors = (state: string): string[] =>
    [0, 1].flatMap((self) => {
      const now = JSON.parse(state) as number[];
      const label = now[self] as number;
      const others = now[1 - self] as number;
      const blocked = label === 3 && others >= 2 && others <= 5 && now[2] !== self;
      if (label === 6 || blocked) return [];
      if (label === 2) now[2] = 1 - self;
      now[self] = label + 1;
      if (label === 5) {
        now[3 + self] = (now[3 + self] as number) + 1;
        if ((now[3 + self] as number) < rounds) now[self] = 0;
      }
      return [JSON.stringify(now)];
    });
  return naiveSearch('[0,0,0,0,0]', successors, (state) => (state.startsWith('[6,6') ? 'done' : 'stuck'));
}

/** Philosophers: how many of his four steps each has made; he holds forks in between. */
export function naivePhilosophers(n: number, table: Table): Naive {
  const holds = (made: number, fork: number, [first, second]: readonly [number, number]) =>
    (fork === first && made >= 1 && made <= 3) || (fork === second && made === 2);
  const successors = (state: string): string[] => {
    const made = JSON.parse(state) as number[];
    return made.flatMap((steps, i) => {
      const wanted = forksOf(i, n, table)[steps];
      const taken = wanted !== undefined && made.some((others, j) => holds(others, wanted, forksOf(j, n, table)));
      return steps === 4 || taken ? [] : [JSON.stringify(made.with(i, steps + 1))];
    });
  };
  const initial = JSON.stringify(Array.from({ length: n }, () => 0));
  return naiveSearch(initial, successors, (state) => (/[0-3]/.test(state) ? 'stuck' : 'done'));
}

interface TwoPhase {
  readonly rmState: readonly ('working' | 'prepared' | 'committed' | 'aborted')[];
  readonly tmState: 'init' | 'committed' | 'aborted';
  readonly tmPrepared: readonly boolean[];
  readonly sentPrepared: readonly boolean[];
}

/** Two-phase commit without the turns that change nothing. Commit and Abort are sent exactly when tmState says so. */
export function naiveTwoPhaseCommit(managers: number): Naive {
  const successors = (state: string): string[] => {
    const now = JSON.parse(state) as TwoPhase;
    const { rmState, tmState, tmPrepared, sentPrepared } = now;
    const next: TwoPhase[] = [];
    const undecided = tmState === 'init';
    if (undecided) next.push({ ...now, tmState: 'aborted' });
    if (undecided && !tmPrepared.includes(false)) next.push({ ...now, tmState: 'committed' });
    rmState.forEach((rm, i) => {
      if (undecided && sentPrepared[i] && !tmPrepared[i]) next.push({ ...now, tmPrepared: tmPrepared.with(i, true) });
      if (!undecided && rm !== tmState) next.push({ ...now, rmState: rmState.with(i, tmState) });
      if (rm !== 'working') return;
      next.push({ ...now, rmState: rmState.with(i, 'prepared'), sentPrepared: sentPrepared.with(i, true) });
      next.push({ ...now, rmState: rmState.with(i, 'aborted') });
    });
    return next.map((s) => JSON.stringify(s));
  };
  const no = Array.from({ length: managers }, () => false);
  const initial: TwoPhase = { rmState: no.map(() => 'working'), tmState: 'init', tmPrepared: no, sentPrepared: no };
  return naiveSearch(JSON.stringify(initial), successors, () => 'done');
}
