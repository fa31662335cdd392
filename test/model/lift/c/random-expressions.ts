/** Random expressions, and C of them by another way than the program's own. */
import fc from 'fast-check';
import type {
  AssignmentOperator,
  BinaryOperator,
  Expression,
  TypeName,
  UnaryOperator,
} from '../../../../model/lift/c/index.ts';

const at = { line: 1, endLine: 1, text: '' };

const names = fc
  .constantFrom('a', 'iocb', '_x1', 'NULL', 'sizeof_it', 'u', 'defined')
  .map((name): Expression => ({ kind: 'name', name, at }));
const numbers = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom('', 'UL', 'll', 'u'), fc.constantFrom(10, 16, 8))
  .map(([value, suffix, base]): Expression => {
    const prefix = base === 16 ? '0x' : base === 8 ? '0' : '';
    return { kind: 'number', value, spelling: `${prefix}${value.toString(base)}${suffix}`, at };
  });
const strings = fc
  .constantFrom('"a"', '"( , )"', '"\\"" "b"', 'KERN_ERR "c"')
  .map((spelling): Expression => ({ kind: 'string', spelling, at }));
const types = fc.constantFrom(
  'u64',
  'struct kiocb *',
  'unsigned long',
  'loff_t',
  'const char *',
  'void **',
  'struct page',
);
const typeNames = types.map((type): TypeName => ({ kind: 'type', type, at }));

const UNARY = '! ~ - + & *'.split(' ') as UnaryOperator[];
const BINARY = '* / % + - << >> < > <= >= == != & ^ | && ||'.split(' ') as BinaryOperator[];
const ASSIGNMENT = '= += -= *= /= %= <<= >>= &= ^= |='.split(' ') as AssignmentOperator[];

const is = <K extends string>(kind: K) => ({ kind: fc.constant(kind), at: fc.constant(at) });

const { any } = fc.letrec<{ any: Expression; place: Expression }>((tie) => {
  const [one, place] = [tie('any'), tie('place')];
  const field = fc.record({
    ...is('field'),
    of: one.filter(({ kind }) => kind !== 'number'),
    name: fc.constantFrom('b', 'ki_flags'),
    isArrow: fc.boolean(),
  });
  const index = fc.record({ ...is('index'), of: one, index: one });
  const pointed = fc.record({ ...is('unary'), operator: fc.constant('*' as const), operand: one });
  const args = fc.oneof({ weight: 5, arbitrary: one }, { weight: 1, arbitrary: typeNames });
  return {
    /** What can be assigned. */
    place: fc.oneof({ depthSize: 'small', withCrossShrink: true }, names, field, index, pointed),
    any: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      names,
      numbers,
      strings,
      field,
      index,
      fc.record({ ...is('binary'), operator: fc.constantFrom(...BINARY), left: one, right: one }),
      fc.record({ ...is('unary'), operator: fc.constantFrom(...UNARY), operand: one }),
      fc.record({
        ...is('update'),
        operator: fc.constantFrom('++' as const, '--' as const),
        isPrefix: fc.boolean(),
        operand: place,
      }),
      fc.record({ ...is('assignment'), operator: fc.constantFrom(...ASSIGNMENT), target: place, value: one }),
      fc.record({
        ...is('conditional'),
        condition: one,
        consequence: fc.option(one, { freq: 5 }),
        alternative: one,
      }),
      fc.record({ ...is('comma'), left: one, right: one }),
      fc.record({ ...is('call'), callee: one, args: fc.array(args, { maxLength: 3 }) }),
      fc.record({ ...is('cast'), type: types, operand: one }),
      fc.record({ ...is('sizeof'), of: fc.oneof(one, typeNames) }),
    ),
  };
});

export const expressions: fc.Arbitrary<Expression> = any;

/**
 * The grammar of the C standard, as what each kind of expression derives from: an operand stands bare where its kind is reached from
 * the kind that the grammar has there, else in parentheses.
 */
const BINARY_LEVELS = ['||', '&&', '|', '^', '&', '== !=', '< > <= >=', '<< >>', '+ -', '* / %'].map((level) =>
  level.split(' '),
);
const LEVELS = [
  'expression',
  'assignment',
  'conditional',
  ...BINARY_LEVELS.map(([first]) => first as string),
  'cast',
  'unary',
  'postfix',
  'primary',
];

function levelOf(expression: Expression | TypeName): string {
  switch (expression.kind) {
    case 'comma':
      return 'expression';
    case 'assignment':
      return 'assignment';
    case 'conditional':
      return 'conditional';
    case 'binary':
      return BINARY_LEVELS.find((level) => level.includes(expression.operator))?.[0] as string;
    case 'cast':
      return 'cast';
    case 'unary':
    case 'sizeof':
      return 'unary';
    case 'update':
      return expression.isPrefix ? 'unary' : 'postfix';
    case 'call':
    case 'field':
    case 'index':
      return 'postfix';
    default:
      return 'primary';
  }
}

const below = (level: string): string => LEVELS[LEVELS.indexOf(level) + 1] as string;

/** `more` says, time after time, whether parentheses stand where none need to. */
export function cOf(expression: Expression | TypeName, more: () => boolean): string {
  const level = levelOf(expression);
  const bare = (one: Expression | TypeName, needed: string): string => {
    const isEnough = LEVELS.indexOf(levelOf(one)) >= LEVELS.indexOf(needed);
    const text = cOf(one, more);
    return one.kind !== 'type' && (!isEnough || more()) ? `( ${text} )` : text;
  };
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'number':
    case 'string':
      return expression.spelling;
    case 'type':
      return expression.type;
    case 'comma':
      return `${bare(expression.left, 'expression')} , ${bare(expression.right, 'assignment')}`;
    case 'assignment':
      return `${bare(expression.target, 'unary')} ${expression.operator} ${bare(expression.value, 'assignment')}`;
    case 'conditional': {
      const { condition, consequence, alternative } = expression;
      const middle = consequence === null ? '' : bare(consequence, 'expression');
      return `${bare(condition, '||')} ? ${middle} : ${bare(alternative, 'conditional')}`;
    }
    case 'binary':
      return `${bare(expression.left, level)} ${expression.operator} ${bare(expression.right, below(level))}`;
    case 'cast':
      return `( ${expression.type} ) ${bare(expression.operand, 'cast')}`;
    case 'unary':
      return `${expression.operator} ${bare(expression.operand, 'cast')}`;
    case 'sizeof':
      return expression.of.kind === 'type'
        ? `sizeof ( ${expression.of.type} )`
        : `sizeof ${bare(expression.of, 'unary')}`;
    case 'update':
      return expression.isPrefix
        ? `${expression.operator} ${bare(expression.operand, 'unary')}`
        : `${bare(expression.operand, 'postfix')} ${expression.operator}`;
    case 'call':
      return `${bare(expression.callee, 'postfix')} ( ${expression.args.map((one) => bare(one, 'assignment')).join(' , ')} )`;
    case 'field':
      return `${bare(expression.of, 'postfix')} ${expression.isArrow ? '->' : '.'} ${expression.name}`;
    case 'index':
      return `${bare(expression.of, 'postfix')} [ ${bare(expression.index, 'expression')} ]`;
    case 'hole':
    case 'unsupported':
      throw new Error(`no C for ${expression.kind}`);
  }
}
