/** Expressions as C. */
import type { Expression, TypeName } from './tree.ts';

/** How strongly each binds: the operands of a stronger one need parentheses around weaker ones. */
const COMMA = 1;
const ASSIGNMENT = 2;
const CONDITIONAL = 3;
const BINARY: Readonly<Record<string, number>> = {
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
};
const UNARY = 14;
const POSTFIX = 15;
const WHOLE = 16;

/** With no more parentheses than C needs. A hole is `...`, and what is not read stands as it was written. */
export function cText(expression: Expression | TypeName): string {
  return written(expression).text;
}

interface Written {
  readonly text: string;
  readonly binds: number;
}

function written(expression: Expression | TypeName): Written {
  switch (expression.kind) {
    case 'name':
      return { text: expression.name, binds: WHOLE };
    case 'number':
    case 'string':
      return { text: expression.spelling, binds: WHOLE };
    case 'type':
      return { text: expression.type, binds: WHOLE };
    case 'hole':
      return { text: '...', binds: WHOLE };
    case 'unsupported':
      return { text: expression.at.text, binds: WHOLE };
    case 'unary': {
      const operand = within(expression.operand, UNARY);
      // `- -a` is no `--a`, and `& &a` no `&&a`.
      const isRun = operand.startsWith(expression.operator) && '+-&'.includes(expression.operator);
      return { text: `${expression.operator}${isRun ? ' ' : ''}${operand}`, binds: UNARY };
    }
    case 'update': {
      const { operator, isPrefix, operand } = expression;
      if (!isPrefix) return { text: `${within(operand, POSTFIX)}${operator}`, binds: POSTFIX };
      const text = within(operand, UNARY);
      return { text: `${operator}${text.startsWith(operator[0] ?? '') ? ' ' : ''}${text}`, binds: UNARY };
    }
    case 'cast':
      return { text: `(${expression.type})${within(expression.operand, UNARY)}`, binds: UNARY };
    case 'sizeof':
      return { text: sizeofText(expression.of), binds: UNARY };
    case 'binary': {
      const binds = BINARY[expression.operator] as number;
      const [left, right] = [within(expression.left, binds), within(expression.right, binds + 1)];
      return { text: `${left} ${expression.operator} ${right}`, binds };
    }
    case 'conditional': {
      const { condition, consequence, alternative } = expression;
      const middle = consequence === null ? '?:' : `? ${within(consequence, COMMA)} :`;
      return {
        text: `${within(condition, CONDITIONAL + 1)} ${middle} ${within(alternative, CONDITIONAL)}`,
        binds: CONDITIONAL,
      };
    }
    case 'assignment': {
      const { target, operator, value } = expression;
      return { text: `${within(target, UNARY)} ${operator} ${within(value, ASSIGNMENT)}`, binds: ASSIGNMENT };
    }
    case 'comma':
      return { text: `${within(expression.left, COMMA)}, ${within(expression.right, ASSIGNMENT)}`, binds: COMMA };
    case 'call': {
      const args = expression.args.map((one) => within(one, ASSIGNMENT)).join(', ');
      return { text: `${within(expression.callee, POSTFIX)}(${args})`, binds: POSTFIX };
    }
    case 'field': {
      // `0.b` would be one number.
      const of = within(expression.of, expression.of.kind === 'number' ? WHOLE + 1 : POSTFIX);
      return { text: `${of}${expression.isArrow ? '->' : '.'}${expression.name}`, binds: POSTFIX };
    }
    case 'index':
      return { text: `${within(expression.of, POSTFIX)}[${written(expression.index).text}]`, binds: POSTFIX };
  }
}

function within(expression: Expression | TypeName, atLeast: number): string {
  const { text, binds } = written(expression);
  return binds < atLeast ? `(${text})` : text;
}

function sizeofText(of: Expression | TypeName): string {
  if (of.kind === 'type') return `sizeof(${of.type})`;
  // Kernel style: as a function. Then nothing may follow it that would go with it.
  return `sizeof(${written(of).text})`;
}
