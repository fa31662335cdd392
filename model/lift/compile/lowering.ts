/** Turns C into instructions: in the C's order of evaluation, with each touch of shared memory on its own. */
import { cText, type Expression, type Extent, type TypeName } from '../c/index.ts';
import type { Compiling, Emitted } from './compiling.ts';
import { loaded, stored } from './frames.ts';
import {
  inner,
  type ValueKind,
  minus,
  negated,
  NotLifted,
  NUMBER,
  numberText,
  type Operand,
  truthOf,
  Undecided,
} from './kinds.ts';
import type { Instruction, Target } from './instructions.ts';
import { binary } from './operators.ts';
import { isUnsigned, literalValue, notNegative } from './unsigned.ts';
import { isWide, kindOfType } from './types.ts';
import { lvalueOf, readLvalue } from './lvalues.ts';
import type { Scope } from './scope.ts';
import { assigned, incremented, updated } from './assignments.ts';
import { chosen, isHint } from './choices.ts';
import { callValue } from './calls.ts';
import { constantMeaning } from '../prelude/constants.ts';

export class Lowering implements Compiling {
  readonly scope: Scope;
  readonly instructions: Instruction[] = [];
  /** By line, why what stands there is nothing in the model. */
  readonly silent = new Map<number, string>();
  /** What the instructions come from now. */
  cited: Instruction['from'] = null;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** What is emitted from now on comes from there. */
  at({ line, text }: Pick<Extent, 'line' | 'text'>): void {
    this.cited = { line, text };
  }

  emit(instruction: Emitted): void {
    this.instructions.push({ ...instruction, from: this.cited });
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
  touch(text: string, kind: ValueKind, like: string, then?: string): Operand {
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
        return constant ?? readLvalue(this, lvalueOf(this, e), e);
      }
      case 'number':
        return literalValue(e, this);
      case 'string':
        return { text: "''", kind: { is: 'nothing', why: 'texts are not modelled' } };
      case 'unary':
        return this.unary(e);
      case 'update':
        return updated(this, e);
      case 'binary':
        return e.operator === '&&' || e.operator === '||' ? chosen(this, e) : this.binary(e);
      case 'assignment':
        return assigned(this, e);
      case 'conditional':
        return chosen(this, e);
      case 'comma':
        this.effect(e.left);
        return this.value(e.right);
      case 'call':
        return callValue(this, e);
      case 'field':
      case 'index':
        return readLvalue(this, lvalueOf(this, e), e);
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
        incremented(this, lvalueOf(this, e.operand), e);
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
    if (kind.is === 'nothing') this.sayNothing(kind.why);
  }

  sayNothing(why: string): void {
    if (this.cited !== null && !this.silent.has(this.cited.line)) this.silent.set(this.cited.line, why);
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
      if (value.kind.is === 'nothing')
        throw new Undecided(`nothing here decides ${cText(e)}: ${value.kind.why}`, {
          line: e.at.line,
          text: e.at.text,
        });
      this.emit({ is: 'branch', condition: truthOf(value), yes, no });
    }
  }

  targets(...likes: readonly string[]): [string, string, string] {
    return likes.map((like) => this.scope.newTarget(like)) as [string, string, string];
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
    if (e.operator === '*') return readLvalue(this, lvalueOf(this, e), e);
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
    const before = this.instructions.length;
    const place = lvalueOf(this, e.operand);
    // An address is told without a look.
    if (place.is === 'nothing') this.instructions.splice(before);
    if (place.is === 'object') return { text: place.id.text, kind: { is: 'pointer', to: place.struct } };
    if (place.is === 'nothing') return { text: '0', kind: { is: 'nothing', why: place.why } };
    return this.fail('the address of what is no object is not modelled', e);
  }

  private binary(e: Extract<Expression, { kind: 'binary' }>): Operand {
    const flag = this.flagOf(e);
    if (flag !== null) return flag;
    let left = this.value(e.left);
    const before = this.instructions.length;
    const right = this.value(e.right);
    // What is evaluated behind it may write the locals that it names.
    const written = this.instructions.slice(before).some(({ is }) => is !== 'mark' && is !== 'jump');
    if (written && !isSettled(left, this.instructions.slice(before))) left = this.keptBefore(left, before);
    return binary(this, e, left, right);
  }

  /** `file->f_flags & O_SYNC`, of a word whose flags do not change. */
  private flagOf({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Operand | null {
    if (operator !== '&' || left.kind !== 'field' || right.kind !== 'name') return null;
    const before = this.instructions.length;
    const word = lvalueOf(this, left);
    const text = word.is === 'flags' && Object.hasOwn(word.named, right.name) ? word.named[right.name] : undefined;
    if (text !== undefined) return { text, kind: { is: 'some' } };
    this.instructions.splice(before);
    return null;
  }

  private keptBefore(value: Operand, at: number): Operand {
    const local = this.scope.newLocal('t', value.kind);
    this.instructions.splice(at, 0, { is: 'set', local, value: stored(value), from: this.cited });
    return loaded(local, value.kind);
  }

  number(value: Operand, e: Expression): string {
    const text = numberText(value);
    if (text !== null) return text;
    const why = value.kind.is === 'nothing' ? `: ${value.kind.why}` : ', which has no numbers here';
    return this.fail(`${cText(e)} is no number of the model${why}`, e);
  }
}

/** Nothing of it can be changed by these. */
function isSettled({ text }: Operand, behind: readonly Instruction[]): boolean {
  const named = new Set([...text.matchAll(/\bf\.(\w+)/g)].map(([, name]) => name));
  return behind.every((one) => {
    if (one.is === 'set') return !named.has(one.local);
    if (one.is === 'call') return one.result === null || !named.has(one.result);
    return one.is !== 'touch' || one.result === null || !named.has(one.result.local);
  });
}
