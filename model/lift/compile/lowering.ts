/** Turns C into instructions: in the C's order of evaluation, with each touch of shared memory on its own. */
import { cText, type Expression, type Extent, type TypeName } from '../c/index.ts';
import type { Compiling, Emitted } from './compiling.ts';
import { loaded, stored } from './frames.ts';
import {
  converted,
  inner,
  type Kind,
  minus,
  negated,
  NotLifted,
  NUMBER,
  numberOf,
  type Operand,
  truthOf,
} from './kinds.ts';
import type { Instruction, Target } from './instructions.ts';
import { binary } from './operators.ts';
import { isUnsigned, notNegative } from './unsigned.ts';
import { isWide, kindOfType } from './types.ts';
import { type Place, placeOf, readPlace, writePlace } from './places.ts';
import type { Scope } from './scope.ts';
import { callValue } from './calls.ts';
import { constantMeaning } from '../prelude/constants.ts';

export class Lowering implements Compiling {
  readonly scope: Scope;
  readonly instructions: Instruction[] = [];
  /** By line, why what stands there is nothing in the model. */
  readonly silent = new Map<number, string>();
  /** What the instructions come from now. */
  private from: Instruction['from'] = null;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** What is emitted from now on comes from there. */
  at({ line, text }: Pick<Extent, 'line' | 'text'>): void {
    this.from = { line, text };
  }

  emit(instruction: Emitted): void {
    this.instructions.push({ ...instruction, from: this.from });
  }

  fail(why: string, e: Expression | TypeName): never {
    throw new NotLifted(why, { line: e.at.line, text: e.at.text });
  }

  /** The value, in a local that nothing else writes: what is evaluated behind it cannot change it. */
  kept(value: Operand, like: string): Operand {
    const local = this.scope.newLocal(like, value.kind);
    this.emit({ is: 'set', local, value: stored(value) });
    return loaded(local, value.kind);
  }

  /** Reads or changes shared memory: `text` is an expression of TypeScript that gives a value of that kind. */
  touch(text: string, kind: Kind, like: string, then?: string): Operand {
    const local = this.scope.newLocal(like, kind);
    this.emit({ is: 'touch', text, result: { local, kind }, ...(then === undefined ? {} : { then }) });
    return loaded(local, kind);
  }

  change(text: string): void {
    this.emit({ is: 'touch', text, result: null });
  }

  value(e: Expression): Operand {
    switch (e.kind) {
      case 'name': {
        const constant = this.scope.local(e.name) === undefined ? constantMeaning(e.name) : undefined;
        return constant ?? readPlace(this, placeOf(this, e), e);
      }
      case 'number':
        return numeral(e.value, this, e);
      case 'string':
        return { text: "''", kind: { is: 'nothing', why: 'texts are not modelled' } };
      case 'unary':
        return this.unary(e);
      case 'update':
        return this.update(e);
      case 'binary':
        return e.operator === '&&' || e.operator === '||' ? this.chosen(e) : this.binary(e);
      case 'assignment':
        return this.assignment(e);
      case 'conditional':
        return this.chosen(e);
      case 'comma':
        this.effect(e.left);
        return this.value(e.right);
      case 'call':
        return callValue(this, e);
      case 'field':
      case 'index':
        return readPlace(this, placeOf(this, e), e);
      case 'cast':
        return this.cast(e);
      case 'sizeof':
        return { text: '0', kind: { is: 'nothing', why: 'sizes are not modelled' } };
      case 'hole':
        return this.fail('a part of it is not in the diff', e);
      case 'unsupported':
        return this.fail(e.reason, e);
    }
  }

  /** For what it does alone. */
  effect(e: Expression): void {
    switch (e.kind) {
      case 'update':
        this.increment(placeOf(this, e.operand), e);
        return;
      case 'comma':
        this.effect(e.left);
        this.effect(e.right);
        return;
      case 'cast':
        this.effect(e.operand);
        return;
      case 'conditional': {
        if (e.consequence === null) break;
        const [yes, no, end] = this.targets('then', 'otherwise', 'end');
        this.condition(e.condition, yes, no);
        this.emit({ is: 'mark', target: yes });
        this.effect(e.consequence);
        this.emit({ is: 'jump', to: end });
        this.emit({ is: 'mark', target: no });
        this.effect(e.alternative);
        this.emit({ is: 'jump', to: end });
        this.emit({ is: 'mark', target: end });
        return;
      }
      default:
        break;
    }
    const { kind } = this.value(e);
    // What a function returns, and nobody asks for.
    const last = this.instructions.at(-1);
    if (e.kind === 'call' && last?.is === 'call') this.instructions.splice(-1, 1, { ...last, result: null });
    if (kind.is === 'nothing' && this.from !== null && !this.silent.has(this.from.line))
      this.silent.set(this.from.line, kind.why);
  }

  /** Goes to one of two places. `&&`, `||` and `!` as the C has them: what does not matter is not looked at. */
  condition(e: Expression, yes: Target, no: Target): void {
    if (e.kind === 'binary' && (e.operator === '&&' || e.operator === '||')) {
      const [more] = this.targets('and');
      if (e.operator === '&&') this.condition(e.left, more, no);
      else this.condition(e.left, yes, more);
      this.emit({ is: 'mark', target: more });
      this.condition(e.right, yes, no);
    } else if (e.kind === 'unary' && e.operator === '!') this.condition(e.operand, no, yes);
    else if (isHint(e)) this.condition(e.args[0] as Expression, yes, no);
    else {
      const value = this.value(e);
      if (value.kind.is === 'nothing') this.fail(`nothing here decides ${cText(e)}: ${value.kind.why}`, e);
      this.emit({ is: 'branch', condition: truthOf(value), yes, no });
    }
  }

  targets(...likes: readonly string[]): [string, string, string] {
    return likes.map((like) => this.scope.newTarget(like)) as [string, string, string];
  }

  /** A value that depends on a choice: kept in a local on both ways, unless locals alone decide it. */
  private chosen(e: Expression): Operand {
    if (isOfLocals(e, this.scope)) {
      const pure = this.chosenHere(e);
      if (pure !== null) return pure;
    }
    const [yes, no, end] = this.targets('then', 'otherwise', 'end');
    if (e.kind === 'conditional' && e.consequence !== null) {
      this.condition(e.condition, yes, no);
      return this.joined(yes, no, end, e.consequence, e.alternative);
    }
    if (e.kind === 'conditional') {
      const kept = this.kept(this.value(e.condition), 't');
      this.emit({ is: 'branch', condition: truthOf(kept), yes: end, no });
      this.emit({ is: 'mark', target: no });
      const other = this.value(e.alternative);
      const text = converted(other, kept.kind);
      if (text === null) this.fail('its two values are of different kinds', e);
      this.emit({ is: 'set', local: localOf(kept), value: stored({ text, kind: kept.kind }) });
      this.emit({ is: 'mark', target: end });
      return kept;
    }
    this.condition(e, yes, no);
    const local = this.scope.newLocal('t', NUMBER);
    for (const [target, value] of [
      [yes, '1'],
      [no, '0'],
    ] as const) {
      this.emit({ is: 'mark', target });
      this.emit({ is: 'set', local, value });
      this.emit({ is: 'jump', to: end });
    }
    this.emit({ is: 'mark', target: end });
    return loaded(local, NUMBER);
  }

  /** As an expression of TypeScript; null: its values are of different kinds. */
  private chosenHere(e: Expression): Operand | null {
    if (e.kind === 'binary') {
      const [left, right] = [this.value(e.left), this.value(e.right)];
      return { text: `${inner(truthOf(left))} ${e.operator} ${inner(truthOf(right))}`, kind: { is: 'truth' } };
    }
    if (e.kind !== 'conditional' || e.consequence === null) return null;
    const condition = truthOf(this.value(e.condition));
    const [yes, no] = [this.value(e.consequence), this.value(e.alternative)];
    const kind = commonKind(yes.kind, no.kind);
    const [a, b] = kind === null ? [null, null] : [converted(yes, kind), converted(no, kind)];
    if (kind === null || a === null || b === null) return null;
    return { text: `${inner(condition)} ? ${inner(a)} : ${inner(b)}`, kind };
  }

  private joined(yes: Target, no: Target, end: Target, one: Expression, other: Expression): Operand {
    this.emit({ is: 'mark', target: yes });
    const first = this.value(one);
    const at = this.instructions.length;
    this.emit({ is: 'jump', to: end });
    this.emit({ is: 'mark', target: no });
    const second = this.value(other);
    const kind = commonKind(first.kind, second.kind);
    const texts = kind === null ? [] : [converted(first, kind), converted(second, kind)];
    const [a, b] = texts;
    if (kind === null || typeof a !== 'string' || typeof b !== 'string')
      return this.fail('its two values are of different kinds', other);
    const local = this.scope.newLocal('t', kind);
    this.instructions.splice(at, 0, { is: 'set', local, value: stored({ text: a, kind }), from: this.from });
    this.emit({ is: 'set', local, value: stored({ text: b, kind }) });
    this.emit({ is: 'mark', target: end });
    return loaded(local, kind);
  }

  private cast(e: Extract<Expression, { kind: 'cast' }>): Operand {
    if (!isWide(e.type)) this.fail(`a number of type ${e.type} loses a part of it`, e);
    const value = this.value(e.operand);
    const to = kindOfType(e.type, 0);
    if (value.kind.is !== 'number' || to.is !== 'number') return value;
    if (to.isUnsigned === true && !isUnsigned(value)) notNegative(this, value, e);
    return { text: value.text, kind: to };
  }

  private unary(e: Extract<Expression, { kind: 'unary' }>): Operand {
    if (e.operator === '&') return this.addressOf(e);
    if (e.operator === '*') return readPlace(this, placeOf(this, e), e);
    const value = this.value(e.operand);
    if (e.operator === '!') {
      if (value.kind.is === 'nothing') return value;
      return { text: negated(truthOf(value)), kind: { is: 'truth' } };
    }
    if (value.kind.is === 'nothing') return value;
    if (isUnsigned(value)) this.fail(`${e.operator} of an unsigned number is not modelled`, e);
    const number = this.number(value, e.operand);
    if (e.operator === '+') return { text: number, kind: NUMBER };
    return { text: e.operator === '-' ? minus(number) : `~${inner(number)}`, kind: NUMBER };
  }

  /** The address of an object is its number. */
  private addressOf(e: Extract<Expression, { kind: 'unary' }>): Operand {
    const place = placeOf(this, e.operand);
    if (place.is === 'object') return place.id;
    if (place.is === 'nothing') return { text: '0', kind: { is: 'nothing', why: place.why } };
    return this.fail('the address of what is no object is not modelled', e);
  }

  private binary(e: Extract<Expression, { kind: 'binary' }>): Operand {
    let left = this.value(e.left);
    const before = this.instructions.length;
    const right = this.value(e.right);
    // What is evaluated behind it may write the locals that it names.
    const written = this.instructions.slice(before).some(({ is }) => is !== 'mark' && is !== 'jump');
    if (written && !isSettled(left, this.instructions.slice(before))) left = this.keptBefore(left, before);
    return binary(this, e, left, right);
  }

  private keptBefore(value: Operand, at: number): Operand {
    const local = this.scope.newLocal('t', value.kind);
    this.instructions.splice(at, 0, { is: 'set', local, value: stored(value), from: this.from });
    return loaded(local, value.kind);
  }

  private assignment(e: Extract<Expression, { kind: 'assignment' }>): Operand {
    if (e.operator === '=') {
      const place = placeOf(this, e.target);
      return writePlace(this, place, this.value(e.value), e);
    }
    const operator = e.operator.slice(0, -1) as '+';
    const place = placeOf(this, e.target);
    // As compilers do: what is read last is what is written.
    const right = this.value(e.value);
    const sum = { ...e, kind: 'binary', operator, left: e.target, right: e.value } as const;
    return this.modify(place, e, (old) => binary(this, sum, old, right));
  }

  /** `x++` for what it does. */
  private increment(place: Place, e: Extract<Expression, { kind: 'update' }>): Operand {
    const sign = e.operator === '++' ? '+' : '-';
    if (place.is === 'field' && place.isOneAction) {
      this.change(`${place.text} ${sign}= 1`);
      return { text: '0', kind: { is: 'nothing', why: 'its value is not used' } };
    }
    return this.modify(place, e, (old) => this.oneMore(old, sign, e));
  }

  private update(e: Extract<Expression, { kind: 'update' }>): Operand {
    const place = placeOf(this, e.operand);
    const sign = e.operator === '++' ? '+' : '-';
    if (place.is === 'field' && place.isOneAction) {
      const after = this.touch(`${place.text} ${sign}= 1`, NUMBER, 't');
      return e.isPrefix ? after : { text: `${after.text} ${sign === '+' ? '-' : '+'} 1`, kind: NUMBER };
    }
    if (e.isPrefix) return this.increment(place, e);
    const before = readPlace(this, place, e.operand);
    if (before.kind.is === 'nothing') return before;
    const old = this.kept(before, 't');
    writePlace(this, place, this.oneMore(old, sign, e), e);
    return old;
  }

  private oneMore(old: Operand, sign: '+' | '-', e: Expression): Operand {
    return old.kind.is === 'nothing'
      ? old
      : { text: `${inner(this.number(old, e))} ${sign} 1`, kind: old.kind.is === 'number' ? old.kind : NUMBER };
  }

  /** Reads, and then writes: two touches. */
  private modify(place: Place, e: Expression, change: (old: Operand) => Operand): Operand {
    return writePlace(this, place, change(readPlace(this, place, e)), e);
  }

  number(value: Operand, e: Expression): string {
    const text = numberOf(value);
    if (text !== null) return text;
    const why = value.kind.is === 'nothing' ? `: ${value.kind.why}` : ', which has no numbers here';
    return this.fail(`${cText(e)} is no number of the model${why}`, e);
  }
}

/** Locals, constants and what is worked out of them: nothing changes, and nothing is touched. */
function isOfLocals(e: Expression, scope: Scope): boolean {
  switch (e.kind) {
    case 'number':
      return true;
    case 'name': {
      const kind = (scope.local(e.name) ?? constantMeaning(e.name))?.kind;
      return (kind?.is === 'number' && kind.isUnsigned !== true) || kind?.is === 'pointer' || kind?.is === 'zero';
    }
    case 'unary':
      return e.operator !== '&' && e.operator !== '*' && isOfLocals(e.operand, scope);
    case 'binary':
      return isOfLocals(e.left, scope) && isOfLocals(e.right, scope);
    case 'conditional':
      return [e.condition, e.consequence, e.alternative].every((part) => part !== null && isOfLocals(part, scope));
    case 'cast':
      return isWide(e.type) && isOfLocals(e.operand, scope);
    default:
      return false;
  }
}

const localOf = ({ text }: Operand): string => /^f\.(\w+)/.exec(text)?.[1] ?? '';

/** Nothing of it can be changed by these. */
function isSettled({ text }: Operand, behind: readonly Instruction[]): boolean {
  const named = new Set([...text.matchAll(/\bf\.(\w+)/g)].map(([, name]) => name));
  return behind.every((one) => {
    if (one.is === 'set') return !named.has(one.local);
    if (one.is === 'call') return one.result === null || !named.has(one.result);
    return one.is !== 'touch' || one.result === null || !named.has(one.result.local);
  });
}

export const isHint = (e: Expression): e is Extract<Expression, { kind: 'call' }> =>
  e.kind === 'call' &&
  e.callee.kind === 'name' &&
  (e.callee.name === 'likely' || e.callee.name === 'unlikely') &&
  e.args.length === 1;

function commonKind(one: Kind, other: Kind): Kind | null {
  if (one.is === 'zero') return other.is === 'zero' ? NUMBER : other;
  if (other.is === 'zero') return one;
  if (one.is === 'truth' && other.is === 'truth') return one;
  if (['number', 'truth'].includes(one.is) && ['number', 'truth'].includes(other.is)) return NUMBER;
  return one.is === other.is ? one : null;
}

function numeral(value: bigint, lowering: Lowering, e: Expression): Operand {
  if (value === 0n) return { text: '0', kind: { is: 'zero' } };
  if (value > 0xffffffffn) return lowering.fail('the model has no numbers of more than 32 bits', e);
  return { text: value.toString(), kind: NUMBER };
}
