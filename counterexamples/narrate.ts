/** Runs a schedule on the reference machine and writes down what each step did. */
import {
  type Choice,
  type Finding,
  type Model,
  type Passed,
  type ReferenceMachine,
  type RemovedStep,
} from '../model/core/index.ts';
import { localsTold, type ShowValue } from './locals.ts';
import { type RecordedStep, recordRun } from './recorded-run.ts';
import { fieldShower, plainText, type ShowField } from './shown-values.ts';
import type { Turn } from '../properties/search/turn.ts';

export type { ShowValue } from './locals.ts';

/** What a step changed, ready to read: `kioctx[0].ctx_lock`, from `NULL`, to `submitter`. */
export interface Change {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** What a step looked at: `kioctx[0].wait`, which `is` `[]`. */
export interface Look {
  readonly what: string;
  readonly is: string;
}

/** A statement, and what it did to locals (`ret = -EIO`, or `ret is -EIO`); null: nothing that matters. */
export interface NarratedStatement extends Passed {
  readonly locals: string | null;
  /** What patches took out in front of it. */
  readonly removed: readonly RemovedStep[];
}

/** `fs/aio.c`, of `fs/aio.c:925`. */
export const fileOf = (at: string): string => at.split(':')[0] ?? '';

export interface NarratedStep {
  readonly context: string;
  /** `proc.label`. */
  readonly step: string;
  /** The action first, then the calls and decisions that control passed on its way to the next action. */
  readonly statements: readonly NarratedStatement[];
  readonly choices: readonly Choice[];
  /** How many of them took another option than the first: chances that went wrong. */
  readonly faults: number;
  readonly changes: readonly Change[];
  /**
   * The shared memory that the action read, where it changed nothing: all that it can have come to is what it made of this,
   * in its locals or in where control went on. What changes tell already is not told twice.
   */
  readonly looks: readonly Look[];
  readonly findings: readonly Finding[];
}

export interface Narration {
  readonly steps: readonly NarratedStep[];
  /** The machine, in the state in which the schedule ends. */
  readonly machine: ReferenceMachine;
}

export interface NarrateOptions {
  /** Without it values are shown as numbers. */
  readonly showValue?: ShowValue;
  /** Sees the state at the start and the one behind each step, with what that step came upon. */
  readonly look?: (machine: ReferenceMachine, findings: readonly Finding[], steps: number) => void;
}

/** Throws Disagreement where a turn cannot be taken: the schedule was found by another machine, and the two must agree. */
export function narrate(
  model: Model,
  turns: readonly Turn[],
  { showValue = String, look = () => {} }: NarrateOptions = {},
): Narration {
  const show = fieldShower(model, showValue);
  const told: (Pick<NarratedStep, 'changes' | 'looks'> & { readonly tellsMore: boolean })[] = [];
  const { steps, machine } = recordRun(model, turns, (reached, step, taken) => {
    if (step !== null) {
      const changes = changesOf(reached, show);
      const looks = changes.length > 0 ? [] : looksOf(reached, model, step.context, show);
      told.push({ changes, looks, tellsMore: changes.length + looks.length > 0 });
    }
    look(reached, step?.findings ?? [], taken);
  });
  const locals = localsTold(
    model,
    steps.map((step, nth) => Object.assign({}, step, { tellsMore: told[nth]?.tellsMore === true })),
    showValue,
  );
  const removed = removedBefore(model, steps);
  return {
    steps: steps.map((step, nth): NarratedStep => {
      const { name, choices, script, findings } = step;
      const { changes = [], looks = [] } = told[nth] ?? {};
      const statements = step.statements.map(({ proc, at, label, line, c, patched, hunk }, i): NarratedStatement => {
        const of = { locals: locals[nth]?.[i] ?? null, removed: removed[nth]?.[i] ?? [] };
        return { proc, at, label, line, c, patched, hunk, ...of };
      });
      const faults = script.filter((option) => option !== 0).length;
      return { context: name, step: step.step, statements, choices, faults, changes, looks, findings };
    }),
    machine,
  };
}

/** What patches took out where control passes, by step and statement: in front of the statement. */
export function removedBefore(model: Model, steps: readonly RecordedStep[]): (readonly RemovedStep[])[][] {
  const latest = new Map<string, string>();
  return steps.map(({ context, statements }) =>
    statements.map(({ proc, label, frame }) => {
      const place = `${context} ${frame}`;
      const behind = latest.get(place) ?? null;
      latest.set(place, label);
      const removed = model.program.byName.get(proc)?.removed ?? [];
      return removed.filter((one) => one.behind === behind && one.before === label);
    }),
  );
}

type Objects = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/**
 * The fields that immer's patches speak of, each once. An object that comes to life or is freed is one change, not one
 * per field.
 */
function changesOf(machine: ReferenceMachine, show: ShowField): Change[] {
  const before: Objects = machine.plainBefore().pools;
  const after: Objects = machine.plain().pools;
  const changes = new Map<string, Change>();
  for (const { path } of machine.changes) {
    const [root, pool, id, field] = path;
    if (root !== 'pools' || typeof pool !== 'string' || typeof id !== 'number' || typeof field !== 'string') continue;
    const was = before[pool]?.[id];
    const is = after[pool]?.[id];
    const object = `${pool}[${id}]`;
    const [lived, lives] = [was?.['life'], is?.['life']];
    const bornOrDead = lived !== lives && (lived === 'unallocated' || lives === 'freed');
    if (bornOrDead || field === 'life')
      changes.set(object, { what: object, from: plainText(lived), to: plainText(lives) });
    else {
      const [from, to] = [show(pool, field, was?.[field]), show(pool, field, is?.[field])];
      const change = { what: `${object}.${field}`, from, to };
      if (change.from !== change.to) changes.set(change.what, change);
    }
  }
  return [...changes.values()];
}

/** A cell's name, as far as the field that it is of. */
const FIELD = /^(\w+)\[(\d+)\]\.(\w+)/;

/** Fields that are no ledger and not an object's life; a list once, as a whole; a lock only if another context holds it. */
function looksOf(machine: ReferenceMachine, model: Model, context: number, show: ShowField): Look[] {
  const before: Objects = machine.plainBefore().pools;
  const looks = new Map<string, Look>();
  for (const cell of machine.footprint().reads) {
    const [what = '', pool = '', id = '', field = ''] = FIELD.exec(cell) ?? [];
    const declared = model.shape.structs[pool]?.fields[field];
    if (declared === undefined || declared.cls.is === 'ledger') continue;
    const value = before[pool]?.[Number(id)]?.[field];
    if (declared.kind.is === 'lock' && (value === null || value === context)) continue;
    looks.set(what, { what, is: show(pool, field, value) });
  }
  return [...looks.values()];
}
