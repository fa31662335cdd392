/** Random C expressions, and what they come to by C's rules, worked out on the tree itself. */
import fc from 'fast-check';

/** As little of C as values need. Evaluated from left to right. */
export type Tree =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'local'; readonly name: string }
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'flag' }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Tree }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: 'choice'; readonly condition: Tree; readonly yes: Tree; readonly no: Tree }
  | { readonly is: 'comma'; readonly left: Tree; readonly right: Tree }
  | { readonly is: 'assign'; readonly operator: string; readonly to: Tree; readonly value: Tree }
  | { readonly is: 'step'; readonly operator: '++' | '--'; readonly isPrefix: boolean; readonly to: Tree };

export const LOCALS = ['a', 'b', 'c'];
export const FIELDS = ['ki_left', 'ki_pos', 'ki_users'];

const place = fc.oneof(
  fc.constantFrom(...LOCALS).map((name): Tree => ({ is: 'local', name })),
  fc.constantFrom(...FIELDS).map((name): Tree => ({ is: 'field', name })),
);

export const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => {
  const tree = tie('tree');
  return {
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer({ min: 0, max: 9 }).map((value): Tree => ({ is: 'number', value })),
      place,
      fc.constant<Tree>({ is: 'flag' }),
      fc.record({ is: fc.constant('unary' as const), operator: fc.constantFrom('!', '-', '~', '+'), of: tree }),
      fc.record({
        is: fc.constant('binary' as const),
        operator: fc.constantFrom(...'* / % + - << >> < > <= >= == != & ^ | && || && ||'.split(' ')),
        left: tree,
        right: tree,
      }),
      fc.record({ is: fc.constant('choice' as const), condition: tree, yes: tree, no: tree }),
      fc.record({ is: fc.constant('comma' as const), left: tree, right: tree }),
      fc.record({
        is: fc.constant('assign' as const),
        operator: fc.constantFrom('=', '=', '+=', '-=', '*=', '|=', '&='),
        to: place,
        value: tree,
      }),
      fc.record({
        is: fc.constant('step' as const),
        operator: fc.constantFrom('++' as const, '--' as const),
        isPrefix: fc.boolean(),
        to: place,
      }),
    ),
  };
}).tree;

/** With all parentheses. */
export function written(tree: Tree): string {
  switch (tree.is) {
    case 'number':
      return String(tree.value);
    case 'local':
      return tree.name;
    case 'field':
      return `p->${tree.name}`;
    case 'flag':
      return 'kiocbIsKicked(p)';
    case 'unary':
      return `(${tree.operator}(${written(tree.of)}))`;
    case 'binary':
      return `(${written(tree.left)} ${tree.operator} ${written(tree.right)})`;
    case 'choice':
      return `(${written(tree.condition)} ? ${written(tree.yes)} : ${written(tree.no)})`;
    case 'comma':
      return `(${written(tree.left)}, ${written(tree.right)})`;
    case 'assign':
      return `(${written(tree.to)} ${tree.operator} ${written(tree.value)})`;
    case 'step':
      return tree.isPrefix ? `(${tree.operator}${written(tree.to)})` : `(${written(tree.to)}${tree.operator})`;
  }
}

/** C says nothing of it: an overflow, a division by zero, a shift by what cannot be. */
export class Undefined extends Error {}

export class Memory {
  readonly locals: Record<string, number>;
  readonly fields: Record<string, number>;
  readonly flag: boolean;

  constructor(locals: Record<string, number>, fields: Record<string, number>, flag: boolean) {
    this.locals = { ...locals };
    this.fields = { ...fields };
    this.flag = flag;
  }

  value(tree: Tree): number {
    switch (tree.is) {
      case 'number':
        return tree.value;
      case 'local':
        return this.locals[tree.name] as number;
      case 'field':
        return this.fields[tree.name] as number;
      case 'flag':
        return Number(this.flag);
      case 'unary': {
        const of = this.value(tree.of);
        return fitting({ '!': Number(of === 0), '-': -of + 0, '~': -of - 1, '+': of }[tree.operator] as number);
      }
      case 'binary':
        return this.binary(tree.operator, tree.left, tree.right);
      case 'choice':
        return this.value(tree.condition) === 0 ? this.value(tree.no) : this.value(tree.yes);
      case 'comma':
        this.value(tree.left);
        return this.value(tree.right);
      case 'assign': {
        const value = this.value(tree.value);
        const before = tree.operator === '=' ? 0 : this.value(tree.to);
        return this.put(tree.to, tree.operator === '=' ? value : applied(tree.operator.slice(0, -1), before, value));
      }
      case 'step': {
        const before = this.value(tree.to);
        const after = this.put(tree.to, fitting(before + (tree.operator === '++' ? 1 : -1)));
        return tree.isPrefix ? after : before;
      }
    }
  }

  private binary(operator: string, left: Tree, right: Tree): number {
    if (operator === '&&') return this.value(left) === 0 ? 0 : Number(this.value(right) !== 0);
    if (operator === '||') return this.value(left) === 0 ? Number(this.value(right) !== 0) : 1;
    const a = this.value(left);
    return applied(operator, a, this.value(right));
  }

  private put(to: Tree, value: number): number {
    if (to.is === 'local') this.locals[to.name] = value;
    if (to.is === 'field') this.fields[to.name] = value;
    return value;
  }
}

function applied(operator: string, a: number, b: number): number {
  if ((operator === '/' || operator === '%') && b === 0) throw new Undefined();
  if ((operator === '<<' || operator === '>>') && (b < 0 || b > 30 || a < 0)) throw new Undefined();
  const [x, y] = [BigInt(a), BigInt(b)];
  const results: Readonly<Record<string, () => bigint>> = {
    '*': () => x * y,
    '/': () => x / y,
    '%': () => x % y,
    '+': () => x + y,
    '-': () => x - y,
    '<<': () => x << y,
    '>>': () => x >> y,
    '<': () => BigInt(x < y),
    '>': () => BigInt(x > y),
    '<=': () => BigInt(x <= y),
    '>=': () => BigInt(x >= y),
    '==': () => BigInt(x === y),
    '!=': () => BigInt(x !== y),
    '&': () => x & y,
    '^': () => x ^ y,
    '|': () => x | y,
  };
  return fitting(Number((results[operator] as () => bigint)()));
}

function fitting(value: number): number {
  if (Math.abs(value) >= 2 ** 31) throw new Undefined();
  return value === 0 ? 0 : value;
}
