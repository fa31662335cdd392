/** Runs a schedule on the reference machine and writes down what each step did. */
import { type Choice, type FieldKind, type Finding, type Passed, ReferenceMachine } from '../model/core/index.ts';
import type { AioModel } from '../model/closed-world.ts';
import { showResult } from '../model/include/linux/errno.ts';
import { fireTurn, type Turn } from '../properties/search/turn.ts';

/** The machines do not come to the same. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/** What a step changed, ready to read: `kioctx[0].ctx_lock`, from `NULL`, to `submitter`. */
export interface Change {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** What a decision looked at: `kioctx[0].wait`, which `is` `[]`. */
export interface Look {
  readonly what: string;
  readonly is: string;
}

export interface NarratedStep {
  readonly context: string;
  /** `proc.label`. */
  readonly step: string;
  /** The action first, then the calls and decisions that control passed on its way to the next action. */
  readonly statements: readonly Passed[];
  readonly choices: readonly Choice[];
  /** How many of them took another option than the first: chances that went wrong. */
  readonly faults: number;
  readonly changes: readonly Change[];
  /** The kernel memory that the action read, where it changed nothing. */
  readonly looks: readonly Look[];
  readonly findings: readonly Finding[];
}

export interface Narration {
  readonly steps: readonly NarratedStep[];
  /** The machine, in the state in which the schedule ends. */
  readonly machine: ReferenceMachine;
}

/**
 * `look` sees the state at the start and the one behind each step, with what that step came upon. Throws where a turn
 * cannot be taken: the schedule was found by the packed machine, and the two must agree.
 */
export function narrate(
  model: AioModel,
  turns: readonly Turn[],
  look: (machine: ReferenceMachine, findings: readonly Finding[], steps: number) => void = () => {},
): Narration {
  const machine = new ReferenceMachine(model);
  machine.reset();
  machine.record(true);
  look(machine, [], 0);
  const steps = turns.map((turn, nth): NarratedStep => {
    const { context, script } = turn;
    const name = machine.contexts[context] ?? `context ${context}`;
    if (!machine.enabled(context))
      throw new Disagreement(`step ${nth + 1}: ${name} cannot move on the reference machine`);
    const { step, choices, findings } = fireTurn(machine, turn);
    const [statements, changes] = [machine.passed(), changesOf(machine, model)];
    const looks = changes.length > 0 ? [] : looksOf(machine, model, context);
    look(machine, findings, nth + 1);
    const faults = script.filter((option) => option !== 0).length;
    return { context: name, step, statements, choices, faults, changes, looks, findings };
  });
  return { steps, machine };
}

type Objects = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/**
 * The fields that immer's patches speak of, each once. An object that comes to life or is freed is one change, not one
 * per field.
 */
function changesOf(machine: ReferenceMachine, model: AioModel): Change[] {
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
    if (bornOrDead || field === 'life') changes.set(object, { what: object, from: text(lived), to: text(lives) });
    else {
      const show = (value: unknown) => showValue(value, kindOf(model, pool, field), machine.contexts);
      const change = { what: `${object}.${field}`, from: show(was?.[field]), to: show(is?.[field]) };
      if (change.from !== change.to) changes.set(change.what, change);
    }
  }
  return [...changes.values()];
}

/** A cell's name, as far as the field that it is of. */
const FIELD = /^(\w+)\[(\d+)\]\.(\w+)/;

/** Fields that are no ledger and not an object's life; a list once, as a whole; a lock only if another context holds it. */
function looksOf(machine: ReferenceMachine, model: AioModel, context: number): Look[] {
  const before: Objects = machine.plainBefore().pools;
  const looks = new Map<string, Look>();
  for (const cell of machine.footprint().reads) {
    const [what = '', pool = '', id = '', field = ''] = FIELD.exec(cell) ?? [];
    const declared = model.shape.structs[pool]?.fields[field];
    if (declared === undefined || declared.cls.is === 'ledger') continue;
    const value = before[pool]?.[Number(id)]?.[field];
    if (declared.kind.is === 'lock' && (value === null || value === context)) continue;
    looks.set(what, { what, is: showValue(value, declared.kind, machine.contexts) });
  }
  return [...looks.values()];
}

const kindOf = (model: AioModel, pool: string, field: string): FieldKind | undefined =>
  model.shape.structs[pool]?.fields[field]?.kind;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Results by the names of their errors, locks by their holders, references by what they refer to. */
function showValue(value: unknown, kind: FieldKind | undefined, contexts: readonly string[]): string {
  if (Array.isArray(value)) {
    const of = kind?.is === 'list' ? kind.of : undefined;
    return `[${value.map((element) => showValue(element, of, contexts)).join(' ')}]`;
  }
  if (kind?.is === 'lock') return value === null ? 'free' : `held by ${contexts[value as number]}`;
  if (value === null) return 'NULL';
  if (kind?.is === 'ref' && typeof value === 'number')
    return kind.to === 'context' ? (contexts[value] ?? '') : `${kind.to}[${value}]`;
  return kind?.is === 'value' && typeof value === 'number' ? showResult(value) : text(value);
}
