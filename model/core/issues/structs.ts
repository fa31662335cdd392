/** What is wrong with the structs that a patch declares, and how many objects of each there are. */
import { LOCK_ORDER_POOL } from '../layout/lock-order.ts';
import type { HowMany, Pool } from '../notation/declared.ts';
import { poolOfStruct } from '../notation/declared.ts';
import type { Patch } from '../notation/patch.ts';
import type { Struct, Structs } from '../notation/schema.ts';
import { isOurs } from '../errors/internal-error.ts';
import { thrownText } from '../errors/thrown.ts';
import { described, isRecord, type Issue, notOfType, oneOfNear, unknownKeys } from './issue.ts';
import { misnamed, said } from './names.ts';

/** The world in which they are counted, and what a count can name. */
export interface Counting {
  readonly world?: unknown;
  readonly counted?: Readonly<Record<string, number>>;
}

export interface OwnStructs {
  readonly structs: Structs;
  readonly sizes: Readonly<Record<string, number>>;
  /** Those whose objects begin with what their fields do not say. */
  readonly begun: Readonly<Record<string, Pool>>;
  readonly issues: readonly Issue[];
}

const MOST_OBJECTS = 4096;
const A_STRUCT = 'struct({ … }), heapStruct({ … }), or pool(one of these, how many there are)';
const POOL_KEYS = ['struct', 'count', 'begin'];

/** Those in which nothing is wrong, and what is wrong with the others; not what their fields are. */
export function structsOf({ structs = {} }: Patch, base: Structs, counting: Counting): OwnStructs {
  const own: Record<string, Struct> = {};
  const sizes: Record<string, number> = {};
  const begun: Record<string, Pool> = {};
  const issues: Issue[] = [];
  for (const [name, declared] of Object.entries(structs)) {
    const wrong = structIssue(name, declared, base);
    if (wrong !== null) {
      issues.push(wrong);
      continue;
    }
    const pool = poolOfStruct(declared);
    const size = countOf(said(name), pool.count, counting);
    if (typeof size !== 'number') issues.push(size);
    // With one object the fields can be looked at all the same.
    sizes[name] = typeof size === 'number' ? size : 1;
    own[name] = { ...pool.struct, name };
    if (pool.begin !== undefined) begun[name] = pool;
  }
  return { structs: own, sizes, begun, issues };
}

function structIssue(name: string, declared: unknown, base: Structs): Issue | null {
  if (Object.hasOwn(base, name) || name === LOCK_ORDER_POOL) {
    const expected = 'a struct of another name, or fields that are added to that one';
    return { code: 'redeclared', message: `${said(name)} is a struct of the base`, expected };
  }
  const wrong = misnamed(name, 'struct');
  if (wrong !== null) return wrong;
  const isPool = isRecord(declared) && 'struct' in declared;
  const struct = isPool ? declared['struct'] : declared;
  if (!isRecord(struct) || typeof struct['heap'] !== 'boolean' || !isRecord(struct['fields']))
    return notOfType(`the struct ${said(name)}`, struct, A_STRUCT);
  if (!isPool) return null;
  const [unknown] = unknownKeys(declared, POOL_KEYS);
  if (unknown !== undefined) {
    const message = `the struct ${said(name)} has the unknown key ${said(unknown)}`;
    return { code: 'unknown-key', message, expected: oneOfNear(unknown, POOL_KEYS) };
  }
  const { begin } = declared;
  return begin === undefined || typeof begin === 'function'
    ? null
    : notOfType(`${said(name)}.begin`, begin, 'a function of the object, its number and the world');
}

/** How many there are, or what is wrong with what is said of it. */
export function countOf(what: string, count: HowMany<never>, { world, counted = {} }: Counting): number | Issue {
  const wrong = (message: string): Issue => ({ code: 'range', message, expected: wanted(counted) });
  if (typeof count === 'string') {
    const known = Object.hasOwn(counted, count) ? counted[count] : undefined;
    const near = oneOfNear(count, Object.keys(counted));
    return (
      known ?? { code: 'range', message: `there are ${described(count)} of ${what}`, expected: `a number, or ${near}` }
    );
  }
  let found: unknown;
  try {
    found = typeof count === 'function' ? count(world as never) : count;
  } catch (problem) {
    if (isOurs(problem)) throw problem;
    return wrong(`how many of ${what} there are cannot be told: ${thrownText(problem)}`);
  }
  if (Number.isInteger(found) && (found as number) >= 0 && (found as number) <= MOST_OBJECTS) return found as number;
  return wrong(`there are ${described(found)} of ${what}`);
}

const wanted = (counted: Readonly<Record<string, number>>): string =>
  `a whole number, ${MOST_OBJECTS} at most, one of ${Object.keys(counted).join(', ') || 'no names'}, or a function of the world`;
