/** What is within an expression. */
import type { Expression, TypeName } from './tree.ts';

/** The expressions that another one consists of, in the order of the text. */
export function operandsOf(expression: Expression | TypeName): readonly (Expression | TypeName)[] {
  switch (expression.kind) {
    case 'unary':
    case 'update':
    case 'cast':
      return [expression.operand];
    case 'binary':
    case 'comma':
      return [expression.left, expression.right];
    case 'assignment':
      return [expression.target, expression.value];
    case 'conditional': {
      const { condition, consequence, alternative } = expression;
      return consequence === null ? [condition, alternative] : [condition, consequence, alternative];
    }
    case 'call':
      return [expression.callee, ...expression.args];
    case 'field':
    case 'sizeof':
      return [expression.of];
    case 'index':
      return [expression.of, expression.index];
    case 'name':
    case 'number':
    case 'string':
    case 'hole':
    case 'unsupported':
    case 'type':
      return [];
  }
}

/** Whether a statement of it can be more than the end of another one: it does something, or says that it does not. */
export function hasEffect(expression: Expression | TypeName): boolean {
  if (['call', 'update', 'assignment', 'unsupported'].includes(expression.kind)) return true;
  if (expression.kind === 'cast' && expression.type === 'void') return true;
  return operandsOf(expression).some(hasEffect);
}
