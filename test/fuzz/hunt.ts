/** Looks for a command of a kind on which the program misbehaves, and makes it smaller. */
import fc from 'fast-check';
import type { Command, Examiner, Failure } from './command.ts';
import type { Kind } from './kinds.ts';

export type Examining = Pick<Examiner, 'beside' | 'alone' | 'restart'>;

export interface Hunt {
  readonly seed: number;
  readonly runs: number;
  /** Failures that are known by now (`signatureOf`), which are passed over. */
  readonly known?: ReadonlySet<string>;
  /** No more commands are run. */
  readonly isOver?: () => boolean;
}

/** Making a failure smaller takes no longer than that; ms. */
const SHRINKS_FOR = 60_000;

/** What a failure has in common with others that come of the same mistake: the complaints, what was thrown, and which of our files met it. */
export function signatureOf({ complaints, result: { stdout, stderr } }: Failure): string {
  const text = stderr + stdout;
  const told = /^\s*(\w*Error\b.*)$/m.exec(text)?.[1] ?? '';
  const frames = Array.from(
    text.matchAll(/^\s+at (\S+) .*?([\w-]+\.m?[jt]s):/gm),
    ([, name, file]) => `${name} in ${file}`,
  );
  // A module of the user's is called mine.
  const ours = frames.find((frame) => !frame.includes(' in mine.')) ?? '';
  return [...complaints, ours === frames[0] ? told.replaceAll(/["'`].*?["'`]|\d+/g, '…').slice(0, 80) : '', ours].join(
    ' | ',
  );
}

/**
 * The smallest that was found, in a process of its own; null: the program behaved. What fails only beside others counts for
 * nothing: a module may have spoilt the process that they share.
 */
export async function hunt(kind: Kind, examiner: Examining, how: Hunt): Promise<Failure | null> {
  const { seed, runs, known, isOver } = how;
  let first: Failure | null = null;
  let smallest: Command | null = null;
  let deadline = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(kind.commands, async (command) => {
    if (isOver?.() || performance.now() > deadline) return;
    const failure = await examiner.beside(command);
    // Ctrl-C ends what runs too.
    if (failure === null || isOver?.() || known?.has(signatureOf(failure))) return;
    if (first === null) {
      first = await examiner.alone(command);
      if (first === null) examiner.restart();
      if (first === null || known?.has(signatureOf(first))) return void (first = null);
      deadline = performance.now() + SHRINKS_FOR;
    } else if (signatureOf(failure) !== signatureOf(first)) return;
    smallest = command;
    throw new Error('failed');
  });
  await fc.check(property, { seed, numRuns: runs });
  if (smallest === null) return null;
  return (await examiner.alone(smallest)) ?? first;
}
