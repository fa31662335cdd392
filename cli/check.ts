/** `kioctx check`: what is wrong with a module of one's own, and what it edits. Nothing of it is searched. */
import { setImmediate } from 'node:timers/promises';
import { visible } from '../model/diagnostics/visible.ts';
import type { Patch } from '../model/core/index.ts';
import { patchByName } from '../model/named-patches.ts';
import { executing } from './executor/executing.ts';
import { failureOf } from './failure.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { outerAssignments } from './foreign/assignments.ts';
import type { PatchEdits } from './foreign/describe-edits.ts';
import { editsInShort, showEdits } from './foreign/show-edits.ts';
import { showSourceIssue, type SourceIssue } from './foreign/source-issue.ts';
import { typeChecked } from './foreign/type-check.ts';
import { MODULE } from './given.ts';
import { liftedAt, unitsOf } from './lifted/module-files.ts';
import { complain, print } from './output.ts';
import type { Examined, PropertyExamined } from './tasks/examine.ts';

/** A module; `A+./mine.ts` is the module on top of A. Or a shipped patch, with which nothing is wrong. */
interface Given {
  readonly file: string;
  readonly on: string | null;
  readonly shipped: Patch | null;
}

function givenAs(name: string): Given {
  const found = patchByName(name);
  if (found.ok) return { file: name, on: null, shipped: found.patch };
  const parts = unitsOf(name);
  const on = parts.slice(0, -1);
  return { file: parts.at(-1) ?? name, on: on.length === 0 ? null : on.join('+'), shipped: null };
}

/** Loads a module, and says what it exports. Throws InputError where it does not load, or exports neither, or does not fit. */
const examined = ({ file, on }: Given): Promise<Examined> =>
  executing({ called: [file, ...(on === null ? [] : [on])], quiet: true }, (executor) =>
    executor.run('examine', { file, on }),
  );

const describedHere = async (patch: Patch): Promise<PatchEdits> =>
  (await import('./tasks/examine.ts')).patchExamined(patch, null);

/** An issue without a place: the module does not load, or does not fit the kernel. */
interface Misfit {
  readonly code: 'load';
  readonly file: string;
  readonly line: null;
  readonly column: null;
  readonly message: string;
  readonly expected: null;
}

export interface CheckFlags {
  readonly json?: true;
}

interface Checked {
  readonly file: string;
  readonly issues: readonly (SourceIssue | Misfit)[];
  /** Null where it was not loaded. */
  readonly patch: PatchEdits | null;
  readonly property: PropertyExamined | null;
}

export async function run(names: readonly string[], { json }: CheckFlags): Promise<ExitCode> {
  const modules = names.map(givenAs);
  const strange = modules.filter(
    ({ file, shipped }) => shipped === null && !MODULE.test(file) && liftedAt(file) === null,
  );
  if (strange.length > 0)
    throw new InputError(
      strange.map(
        ({ file }) =>
          `${file}: this is no module; expected a .ts, .mts, .js or .mjs file, a diff, a mail that has one, or the name of a shipped patch`,
      ),
    );
  const checked = await untilInterrupted(async (signal) => {
    const all: Checked[] = [];
    for (const one of modules) {
      // oxlint-disable-next-line no-await-in-loop -- the compiler takes all cores for one
      const found = await checkedFile(one, signal);
      if (!json) for (const line of linesOf(found)) print(visible(line));
      all.push(found);
    }
    return all;
  });
  if (checked === null) {
    complain('kioctx: interrupted before everything was checked');
    return EXIT.clipped;
  }
  if (json) print(JSON.stringify({ files: checked }));
  return checked.some(({ issues }) => issues.length > 0) ? EXIT.badInput : EXIT.ok;
}

/** Null: Ctrl-C came first. Whatever was started has ended then. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work(enough.signal);
  } catch (problem) {
    // Ctrl-C reaches the compiler as well, and the news of its end may come first.
    await setImmediate();
    if (enough.signal.aborted) return null;
    throw problem;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** The text first: what has mistakes there is not run. */
async function checkedFile(given: Given, signal: AbortSignal): Promise<Checked> {
  const { file, shipped } = given;
  const issues: (SourceIssue | Misfit)[] = [];
  const checked = { file, issues, patch: null, property: null };
  if (shipped !== null) return { ...checked, patch: await describedHere(shipped) };
  try {
    issues.push(...(await outerAssignments(file)));
    if (issues.some(({ code }) => code === 'syntax')) return checked;
    const assigns = issues.length > 0;
    issues.push(...(await typeChecked(file, { signal })));
    if (assigns) return checked;
    return { ...checked, ...(await examined(given)) };
  } catch (problem) {
    const failure = failureOf(problem);
    if (failure.code !== EXIT.badInput || signal.aborted) throw problem;
    for (const message of failure.lines)
      issues.push({ code: 'load', file, line: null, column: null, message, expected: null });
    return checked;
  }
}

function linesOf({ file, issues, patch, property }: Checked): string[] {
  const wrong = issues.map((issue) => (issue.code === 'load' ? atFile(issue.file, issue.message) : shown(issue)));
  return [
    ...wrong,
    ...(patch === null ? [] : [`${file}: a patch ${patch.name}: ${editsInShort(patch)}`, ...showEdits(patch)]),
    ...(property === null ? [] : [`${file}: a property ${property.name}: judges ${property.judges.join(', ')}`]),
  ];
}

const shown = (issue: SourceIssue | Misfit): string =>
  issue.line === null ? atFile(issue.file, issue.message) : showSourceIssue(issue);

/** Most messages about a file begin with it. */
const atFile = (file: string, message: string): string =>
  message.startsWith(`${file}:`) ? message : `${file}: ${message}`;
