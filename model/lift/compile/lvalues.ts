/** Places of the C that hold values, as the model has them: locals, fields of objects, objects within objects. */
import { cText, type Expression, hasEffect } from '../c/index.ts';
import { globalLvalue } from '../prelude/globals.ts';
import { linkOf } from '../prelude/links.ts';
import type { Lvalue } from './lvalue.ts';
import { structMeanings, structOfPool, type FieldMeaning } from '../prelude/structs.ts';
import { isUnsigned, isUnsignedKind, notNegative, UNSIGNED } from './unsigned.ts';
import { converted, type ValueKind, NUMBER, type Operand, TRUTH } from './kinds.ts';
import type { Compiling } from './compiling.ts';
import { loaded, stored } from './frames.ts';

/** A local of the patch's that takes what the model has nothing of: then it has nothing of the local. */
export class UnknownLocal extends Error {
  override readonly name = 'UnknownLocal';
  readonly local: string;
  readonly why: string;
  constructor(local: string, why: string) {
    super(why);
    this.local = local;
    this.why = why;
  }
}

export function lvalueOf(lowering: Compiling, e: Expression): Lvalue {
  const { scope } = lowering;
  switch (e.kind) {
    case 'name': {
      const local = scope.local(e.name);
      if (local !== undefined) return { is: 'local', name: e.name, kind: local.kind };
      const known = scope.object(e.name) ?? globalLvalue(e.name);
      if (known !== undefined) return known;
      const alias = scope.alias(e.name);
      if (alias !== undefined) return asPlace(lowering, alias);
      const why = scope.ignored(e.name);
      if (why !== undefined) return { is: 'nothing', why };
      return lowering.fail(
        `${e.name} is unknown: no local of ${scope.name}(), no constant and no global of the model`,
        e,
      );
    }
    case 'field': {
      const member = e.of.kind === 'name' ? `${e.of.name}.${e.name}` : '';
      const known = scope.object(member);
      if (known !== undefined) return known;
      const alias = scope.alias(member);
      if (alias !== undefined) return asPlace(lowering, alias);
      return memberOf(lowering, objectAt(lowering, e.of, e.isArrow), e.name, e);
    }
    case 'unary':
      if (e.operator === '*') return objectAt(lowering, e.operand, true);
      break;
    case 'index': {
      if (hasEffect(e.index)) return lowering.fail('its index does something', e);
      const of = lvalueOf(lowering, e.of);
      if (of.is === 'object' && cText(e.index) !== '0')
        return lowering.fail('of the pages of the ring the model has the first', e);
      const isPart = of.is === 'nothing' || (of.is === 'object' && of.struct === 'aio_ring_pages');
      if (isPart || (of.is === 'local' && of.kind.is === 'nothing')) return of;
      return lowering.fail('arrays are not modelled', e);
    }
    case 'cast':
      return lvalueOf(lowering, e.operand);
    default:
      break;
  }
  return asPlace(lowering, e);
}

/** What an expression that is no place stands for. */
function asPlace(lowering: Compiling, e: Expression): Lvalue {
  if (e.kind === 'unary' && e.operator === '&') return lvalueOf(lowering, e.operand);
  return { is: 'value', value: lowering.value(e) };
}

/** What a pointer points to, or the struct in a place. */
function objectAt(lowering: Compiling, e: Expression, isPointer: boolean): Lvalue {
  // A parameter that points to a field: `*ppos`.
  const alias = isPointer && e.kind === 'name' ? lowering.scope.alias(e.name) : undefined;
  if (alias?.kind === 'unary' && alias.operator === '&') return lvalueOf(lowering, alias.operand);
  const place = lvalueOf(lowering, e);
  if (place.is === 'nothing') return place;
  if (!isPointer || place.is === 'object') return place;
  const value = place.is === 'value' ? place.value : readLvalue(lowering, place, e);
  if (value.kind.is === 'nothing') return { is: 'nothing', why: value.kind.why, isUnknown: true };
  if (value.kind.is !== 'pointer') return lowering.fail(`${cText(e)} is no pointer of the model`, e);
  return { is: 'object', struct: value.kind.to, id: value };
}

function memberOf(lowering: Compiling, of: Lvalue, name: string, e: Expression): Lvalue {
  if (of.is === 'nothing') return of;
  // The value of a union or a struct of one member that matters.
  if (of.is === 'field') return of.members?.[name] ?? of;
  if (of.is === 'list' && name === 'next') return firstOf(lowering, of, e);
  if (of.is === 'entry' && (name === 'next' || name === 'prev') && of.field === 'ki_run_list')
    return { is: 'links', text: `k.kiocb(${of.id.text}).${of.field}`, which: name };
  if (of.is !== 'object') return lowering.fail(`${cText(e)} is in no struct of the model`, e);
  const struct = structMeanings[of.struct];
  if (struct === undefined) return lowering.fail(`struct ${of.struct} is not in the model`, e);
  const meaning: FieldMeaning = (Object.hasOwn(struct.fields, name) ? struct.fields[name] : undefined) ?? {
    field: name,
  };
  // The object must be alive, whatever is asked of it.
  const isTouched = 'nothing' in meaning || 'constant' in meaning || 'same' in meaning || 'flags' in meaning;
  if (isTouched && struct.constant !== undefined)
    lowering.change(`void k.${struct.pool}(${of.id.text}).${struct.constant}`);
  if ('nothing' in meaning) return { is: 'nothing', why: meaning.nothing, written: meaning.written };
  if ('part' in meaning) return { is: 'object', struct: meaning.part, id: of.id };
  if ('bits' in meaning) return { is: 'bits', struct: of.struct, id: of.id };
  if ('entry' in meaning) return { is: 'entry', struct: of.struct, id: of.id, field: name };
  if ('queue' in meaning) return { is: 'queue', id: of.id };
  if ('constant' in meaning) {
    const text = typeof meaning.constant === 'string' ? meaning.constant : meaning.constant(of.id.text);
    return { is: 'value', value: { text, kind: meaning.kind ?? UNSIGNED } };
  }
  if ('flags' in meaning) return { is: 'flags', named: meaning.flags(of.id.text) };
  if ('same' in meaning) return { is: 'value', value: { text: of.id.text, kind: { is: 'pointer', to: meaning.same } } };
  const named = (field: string) => fieldOf(lowering, struct.pool, of.id, field, e);
  if ('number' in meaning) {
    const number = { field: named(meaning.number), touch: `void k.${struct.pool}(${of.id.text}).${struct.constant}` };
    return { is: 'nothing', why: meaning.else, written: 'any', number };
  }
  if ('whole' in meaning) {
    const place = named(meaning.whole);
    const members = Object.entries(meaning.but ?? {}).map(([member, field]) => [member, named(field)] as const);
    return place.is === 'field' ? { ...place, members: Object.fromEntries(members) } : place;
  }
  const place = named(meaning.field);
  return place.is === 'field' && 'unwritten' in meaning ? { ...place, unwritten: meaning.unwritten } : place;
}

/** The first entry of a list of requests, by the field that links it; the head, where the list is empty. */
function firstOf(lowering: Compiling, { text }: Extract<Lvalue, { is: 'list' }>, e: Expression): Lvalue {
  const field = linkOf(text);
  if (field === null) return lowering.fail('it is no list of requests', e);
  return { is: 'value', value: lowering.touch(`list_next(NULL, ${text})`, { is: 'link', field }, 'first') };
}

/** A field of the model's. */
export function fieldOf(lowering: Compiling, pool: string, id: Operand, name: string, e: Expression): Lvalue {
  const field = lowering.scope.field(pool, name);
  if (field === undefined)
    return lowering.fail(`struct ${structOfPool(pool) ?? pool} has no field ${name} in the model`, e);
  const text = `k.${pool}(${id.text}).${name}`;
  if (field.kind.is === 'lock') return { is: 'lock', text };
  if (field.kind.is === 'list') return { is: 'list', text, of: field.kind.of };
  const isIntOrTruth = field.kind.is === 'truth' && field.isBool !== true;
  return { is: 'field', text, name, kind: field.kind, isOneAction: field.isGuarded, isIntOrTruth };
}

export function readLvalue(lowering: Compiling, place: Lvalue, e: Expression): Operand {
  switch (place.is) {
    case 'local':
      return localValue(place.name, place.kind);
    case 'field':
      return lowering.touch(place.text, place.kind, place.name);
    case 'value':
      return place.value;
    case 'object':
      return place.id;
    case 'nothing':
      if (place.number !== undefined) lowering.change(place.number.touch);
      return { text: '0', kind: { is: 'nothing', why: place.why } };
    case 'lock':
    case 'list':
    case 'entry':
    case 'queue':
    case 'bits':
    case 'flags':
      return lowering.fail(`${cText(e)} is no value by itself in the model`, e);
    case 'links':
      return lowering.touch(`${place.text} !== 'null'`, TRUTH, 'linked');
  }
}

/** Locals of the model hold numbers; what says yes or no is 1 or 0 there. */
const localValue = (name: string, kind: ValueKind): Operand =>
  kind.is === 'truth' ? { text: `f.${name}`, kind: NUMBER } : loaded(name, kind);

/** The value that the assignment has. */
export function writeLvalue(lowering: Compiling, place: Lvalue, value: Operand, e: Expression): Operand {
  switch (place.is) {
    case 'local': {
      if (
        lowering.scope.isMerged(place.name) ||
        (lowering.scope.isReadByBase(place.name) && !lowering.scope.isOfBase(e.at.line))
      )
        return lowering.fail(`steps that stay have ${place.name} in ways of their own`, e);
      if (place.kind.is === 'nothing') return value;
      const text = converted(value, place.kind);
      if (text === null && value.kind.is === 'nothing' && lowering.scope.isOwn(place.name))
        throw new UnknownLocal(place.name, value.kind.why);
      if (text === null) return lowering.fail(`${place.name} cannot hold ${said(value)}`, e);
      becomes(lowering, place.kind, value, e);
      lowering.emit({ is: 'set', local: place.name, value: stored({ text, kind: place.kind }) });
      return localValue(place.name, place.kind);
    }
    case 'field': {
      if (place.unwritten !== undefined) return lowering.fail(`${place.name} is written: ${place.unwritten}`, e);
      if (place.isIntOrTruth === true && value.kind.is === 'number' && value.text !== '1')
        return lowering.fail(`of ${place.name} the model has 0 and 1`, e);
      const text = converted(value, place.kind);
      if (text === null) return lowering.fail(`${place.name} cannot hold ${said(value)}`, e);
      becomes(lowering, place.kind, value, e);
      lowering.change(`${place.text} = ${text}`);
      return place.kind.is === 'truth' ? { text, kind: TRUTH } : { text, kind: place.kind };
    }
    case 'nothing':
      if (place.number !== undefined) {
        if (value.kind.is !== 'nothing') return writeLvalue(lowering, place.number.field, value, e);
        lowering.change(place.number.touch);
      }
      if (place.written === 'never' || (place.written === 'zero' && value.kind.is !== 'zero'))
        return lowering.fail(`${cText(e)} writes what others read: ${place.why}`, e);
      if (place.isUnknown === true) return lowering.fail(`what it writes to is not in the model: ${place.why}`, e);
      return value;
    case 'value':
    case 'object':
      if (isThat(place, value)) return value;
      return lowering.fail(`${cText(e)} assigns to what is no place of the model`, e);
    case 'links':
      return lowering.fail('of links the model has whether both are NULL', e);
    case 'bits':
      return clearBits(lowering, place, value, e);
    case 'lock':
    case 'list':
    case 'entry':
    case 'queue':
    case 'flags':
      return lowering.fail('it is assigned as a whole, which the model has nothing of', e);
  }
}

/** `ki_flags = 0`: one store. */
function clearBits(
  lowering: Compiling,
  place: Extract<Lvalue, { is: 'bits' }>,
  value: Operand,
  e: Expression,
): Operand {
  const pool = structMeanings[place.struct]?.pool ?? '';
  if (value.kind.is !== 'zero') return lowering.fail('bits are set by their names alone', e);
  const flags = lowering.scope.flags(pool).map((name) => `k.${pool}(${place.id.text}).${name} = false;`);
  lowering.change(flags.join('\n').replace(/;$/, ''));
  return value;
}

/** What it was already. */
const isThat = (place: Extract<Lvalue, { is: 'value' | 'object' }>, value: Operand): boolean =>
  place.is === 'value' && place.value.text === value.text && place.value.kind.is === value.kind.is;

/** An unsigned number that it is put into. */
export function becomes(lowering: Compiling, kind: ValueKind, value: Operand, e: Expression): void {
  if (isUnsignedKind(kind) && !isUnsigned(value)) notNegative(lowering, value, e);
}

const said = ({ kind }: Operand): string =>
  kind.is === 'nothing' ? `what is not modelled (${kind.why})` : `a ${kind.is}`;
