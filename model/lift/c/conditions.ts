/** What an `#if` comes to under a configuration. */
import type { BinaryOperator, Expression } from './tree.ts';

/** True or a number: defined so; false: not defined; undefined: nobody said. */
export type Configuration = (symbol: string) => boolean | number | undefined;

/** `problem` completes a sentence that begins with the directive. */
export type ConditionValue = { readonly value: bigint } | { readonly problem: string };

export interface Lookup {
  readonly configuration: Configuration;
  /** What the text itself defines: its body, or null where there is none that could be a number. */
  readonly defined: ReadonlyMap<string, Expression | null>;
}

/** Bodies that name each other are followed no further than this. */
const DEEPEST = 50;

export function evaluate(expression: Expression, lookup: Lookup, depth = 0): ConditionValue {
  const inner = (one: Expression) => evaluate(one, lookup, depth + 1);
  if (depth > DEEPEST) return { problem: 'has a condition that is nested too deep' };
  switch (expression.kind) {
    case 'number':
      return { value: expression.value };
    case 'name':
      return valueOf(expression.name, lookup, depth);
    case 'call':
      return isDefined(expression, lookup);
    case 'unary': {
      const operand = inner(expression.operand);
      return 'problem' in operand ? operand : unary(expression.operator, operand.value);
    }
    case 'conditional': {
      const condition = inner(expression.condition);
      if ('problem' in condition) return condition;
      if (condition.value === 0n) return inner(expression.alternative);
      return expression.consequence === null ? condition : inner(expression.consequence);
    }
    case 'binary': {
      const left = inner(expression.left);
      if ('problem' in left) return left;
      if (expression.operator === '&&' && left.value === 0n) return { value: 0n };
      if (expression.operator === '||' && left.value !== 0n) return { value: 1n };
      const right = inner(expression.right);
      return 'problem' in right ? right : binary(expression.operator, left.value, right.value);
    }
    default:
      return { problem: `asks for ${expression.at.text}, which is no number` };
  }
}

/** Of `#ifdef`. */
export function definedness(name: string, { configuration, defined }: Lookup): ConditionValue {
  if (defined.has(name)) return { value: 1n };
  const said = configuration(name);
  return said === undefined ? unknown(name) : { value: said === false ? 0n : 1n };
}

const unknown = (name: string): ConditionValue => ({
  problem: `asks for ${name}, of which the configuration says nothing`,
});

function valueOf(name: string, lookup: Lookup, depth: number): ConditionValue {
  const body = lookup.defined.get(name);
  if (body === null) return { problem: `asks for ${name}, whose definition is no number` };
  if (body !== undefined) return evaluate(body, lookup, depth + 1);
  const said = lookup.configuration(name);
  return said === undefined ? unknown(name) : { value: BigInt(said) };
}

function isDefined({ callee, args, at }: Expression & { kind: 'call' }, lookup: Lookup): ConditionValue {
  const [name] = args;
  if (callee.kind === 'name' && callee.name === 'defined' && args.length === 1 && name?.kind === 'name')
    return definedness(name.name, lookup);
  return { problem: `asks for ${at.text}, which only a preprocessor knows` };
}

function unary(operator: string, value: bigint): ConditionValue {
  if (operator === '!') return { value: value === 0n ? 1n : 0n };
  if (operator === '~') return { value: ~value };
  if (operator === '-') return { value: -value };
  return operator === '+' ? { value } : { problem: `uses ${operator}, which no condition can` };
}

const CALCULATE: { readonly [operator in BinaryOperator]: (a: bigint, b: bigint) => bigint | boolean } = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
  '|': (a, b) => a | b,
  '&&': (a, b) => a !== 0n && b !== 0n,
  '||': (a, b) => a !== 0n || b !== 0n,
};

function binary(operator: BinaryOperator, left: bigint, right: bigint): ConditionValue {
  if ((operator === '/' || operator === '%') && right === 0n) return { problem: 'divides by zero' };
  if ((operator === '<<' || operator === '>>') && (right < 0n || right > 63n))
    return { problem: `shifts by ${right} bits` };
  return { value: BigInt(CALCULATE[operator](left, right)) };
}
