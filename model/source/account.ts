/** For each line of a C file: the steps that stand for it, or why none does. */
import type { AnyProc } from '../core/index.ts';
import { isCode, type LineKind, type LineRange } from './line-kinds.ts';
import type { LineReason, LinesOf, LinesOfFunction } from './reasons.ts';
import type { ModelledLines, SourceFile } from './source-file.ts';

export type LineAccount =
  /** By their names: `aio_complete.unlink`. `inherited`: they stand in front of it, and it is a jump, which goes with them. */
  | { readonly is: 'steps'; readonly steps: readonly string[]; readonly inherited?: true }
  | { readonly is: 'reason'; readonly reason: LineReason }
  /** It does nothing. */
  | { readonly is: 'idle'; readonly kind: LineKind }
  /** In a function that is something else in the model, or part of a step. */
  | { readonly is: 'helper'; readonly helper: string }
  /** In no function that is modelled. */
  | { readonly is: 'outside' };

export interface AccountOfFile {
  readonly at: (line: number) => LineAccount;
  /** What is wrong with the table, each with its place. */
  readonly faults: readonly string[];
}

const isIn = (line: number, [from, to]: LineRange): boolean => from <= line && line <= to;
const OUTSIDE: LineAccount = { is: 'outside' };

/** `file`: as it is in 2.6.20. `procs`: the modelled kernel's. */
export function accountOfFile(file: SourceFile, table: LinesOf, procs: Iterable<AnyProc>): AccountOfFile {
  const { functions, modelled } = file.facts;
  const faults: string[] = [];
  const fault = (line: number, what: string) => faults.push(`${file.path}:${line}: ${what}`);
  const steps = new Steps(file.path, procs);
  const accounts = new Map<number, LineAccount>();
  for (const one of modelled) {
    const entry = table[one.name] ?? {};
    if ('helper' in entry) fault(one.lines[0], `${one.name} has steps, so it is no helper`);
    else for (const [line, account] of accountOfFunction(one, entry, steps, fault)) accounts.set(line, account);
  }
  for (const [name, entry] of Object.entries(table)) {
    const lines = functions.find((one) => one.name === name)?.lines;
    const isModelled = modelled.some((one) => one.name === name);
    if (lines === undefined) fault(0, `there is no function ${name}`);
    else if ('helper' in entry)
      for (let line = lines[0]; line <= lines[1]; line += 1) accounts.set(line, { is: 'helper', helper: entry.helper });
    else if (!isModelled) fault(lines[0], `no step stands in ${name}`);
  }
  return { at: (line) => accounts.get(line) ?? OUTSIDE, faults };
}

/** The steps at the lines of one file. */
class Steps {
  readonly #at = new Map<number, string[]>();
  readonly #names = new Set<string>();

  constructor(path: string, procs: Iterable<AnyProc>) {
    for (const { name, at, steps } of procs) {
      const isHere = at.startsWith(`${path}:`);
      for (const [label, { line }] of steps) {
        this.#names.add(`${name}.${label}`);
        if (isHere) this.#at.set(line, [...(this.#at.get(line) ?? []), `${name}.${label}`]);
      }
    }
  }

  in([from, to]: LineRange): string[] {
    const found: string[] = [];
    for (let line = from; line <= to; line += 1) found.push(...(this.#at.get(line) ?? []));
    return found;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}

function accountOfFunction(
  { name, lines, statements }: ModelledLines,
  { steps: covered = {}, reasons = [] }: LinesOfFunction,
  known: Steps,
  fault: (line: number, what: string) => void,
): ReadonlyMap<number, LineAccount> {
  const accounts = new Map<number, LineAccount>();
  const rows = Object.entries(covered).flatMap(([label, ranges]) =>
    ranges.map((range) => ({ step: label.includes('.') ? label : `${name}.${label}`, range, isUsed: false })),
  );
  for (const { step, range } of rows) if (!known.has(step)) fault(range[0], `there is no step ${step}`);
  const unused = new Set<LineReason>(reasons);
  let before: LineAccount = OUTSIDE;
  for (const [from, to, kind] of statements) {
    const standing = known.in([from, to]);
    for (let line = from; line <= to; line += 1) {
      const here = isCode(kind) ? standing : known.in([line, line]);
      const over = isCode(kind) ? rows.filter(({ range }) => isIn(line, range)) : [];
      for (const row of over) row.isUsed ||= !here.includes(row.step);
      const all = [...new Set([...here, ...over.map(({ step }) => step)])];
      const why = isCode(kind) ? reasons.filter((reason) => isIn(line, reason.lines)) : [];
      for (const reason of why) unused.delete(reason);
      if (all.length > 0 && why.length > 0)
        fault(line, `${all.join(', ')} stands for it, and a reason says that none does`);
      if (why.length > 1) fault(line, 'two reasons say why no step stands for it');
      const [reason] = why;
      if (all.length > 0) accounts.set(line, { is: 'steps', steps: all });
      else if (reason !== undefined) accounts.set(line, { is: 'reason', reason });
      else if (!isCode(kind)) accounts.set(line, { is: 'idle', kind });
      else if (kind === 'jump' && before.is === 'steps') accounts.set(line, { ...before, inherited: true });
      else fault(line, `no step of ${name} stands for it, and nothing says why`);
    }
    const last = accounts.get(to) ?? OUTSIDE;
    const goesOn = last.is === 'reason' && last.reason.kind === 'no-effect';
    if (isCode(kind) && !goesOn) before = last;
  }
  for (const { step, range, isUsed } of rows)
    if (!isUsed) fault(range[0], `${step} covers no code here but its own statement`);
  for (const reason of unused) fault(reason.lines[0], `the reason is for no code of ${name}`);
  for (const [first, last] of [...rows.map(({ range }) => range), ...reasons.map((reason) => reason.lines)])
    if (!isIn(first, lines) || !isIn(last, lines) || first > last)
      fault(first, `lines ${first} to ${last} are not in ${name}`);
  return accounts;
}
