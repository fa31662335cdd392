/**
 * C with the lines of a function of 2.6.20, without its text: what each statement and condition is stands as a call that names its line.
 * `if (__base(12))`, `__base(14);`, `goto L_20;`, `L_20:`.
 */
import type { ModelledLines } from './source-file.ts';
import { type FunctionStructure, labelsIn, type LineStructure, type StructureToken } from './structure.ts';

/** Which part of a for it stands for; of anything else, the whole. */
export type BasePart = 'whole' | 'initialiser' | 'update';

/** A statement or condition of the base, by where it begins. */
export interface BaseMark {
  readonly line: number;
  /** Where several begin on one line: which, counted from 0. */
  readonly nth: number;
  readonly part: BasePart;
}

const NAMES: Readonly<Record<BasePart, string>> = {
  whole: '__base',
  initialiser: '__base_init',
  update: '__base_update',
};
const PARTS = new Map(Object.entries(NAMES).map(([part, name]) => [name, part as BasePart]));

const written = ({ line, nth, part }: BaseMark): string => `${NAMES[part]}(${line}${nth === 0 ? '' : `, ${nth}`})`;

/** What a call in a skeleton stands for, by the function's name and its arguments. Null: it is C of somebody's. */
export function markedBy(callee: string, args: readonly number[]): BaseMark | null {
  const part = PARTS.get(callee);
  const [line, nth = 0] = args;
  return part === undefined || line === undefined ? null : { line, nth, part };
}

/** How a label of the base is called, by its line. */
export const labelAt = (line: number): string => `L_${line}`;

/** Of each line, from the head of the function to its last brace; of the head nothing. A statement stands on its first line. */
export function skeletonOf({ lines: [from], structure }: ModelledLines): readonly string[] {
  const labels = labelsIn(structure, from).map(({ line }) => labelAt(line));
  return structure.lines.map((line, i) => {
    const before = structure.lines[i - 1]?.endsInComment === true ? '*/ ' : '';
    const after = line.endsInComment ? ' /*' : '';
    return before + textOf(line, from + i, labels) + after;
  });
}

function textOf({ tokens }: LineStructure, line: number, labels: readonly string[]): string {
  let nth = 0;
  const mark = (part: BasePart = 'whole') => written({ line, nth, part });
  const counted = (text: string) => {
    nth += 1;
    return text;
  };
  const wordOf = (token: StructureToken): string => {
    switch (token.is) {
      case 'statement':
      case 'initialisation':
        return counted(`${mark()};`);
      case 'condition':
        return counted(`(${mark()})`);
      case 'return-value':
        return counted(`return ${mark()};`);
      case 'declaration':
        return '';
      case 'constant':
        return `(${token.value})`;
      case 'for': {
        const parts = [
          token.initialiser && mark('initialiser'),
          token.condition && mark(),
          token.update && mark('update'),
        ];
        return counted(`for (${parts.map((part) => part || '').join('; ')})`);
      }
      case 'label':
        return `${labelAt(line)}:`;
      case 'goto':
        return `goto ${labels[token.label]};`;
      case 'case':
        return `case ${line}:`;
      case 'default':
        return 'default:';
      case 'return':
      case 'break':
      case 'continue':
        return `${token.is};`;
      default:
        return token.is;
    }
  };
  return tokens
    .map(wordOf)
    .filter((word) => word !== '')
    .join(' ');
}

/** The lines of statements, conditions and other heads that are of more than one line. */
export const statementSpans = (structure: FunctionStructure, first: number): readonly (readonly [number, number])[] =>
  structure.lines.flatMap(({ tokens }, i) =>
    tokens.flatMap((token) =>
      'more' in token && token.more > 0 ? [[first + i, first + i + token.more] as const] : [],
    ),
  );
