/**
 * What stands on each line of a C function beside its kind: keywords, braces, labels and places of statements, in their order, and no
 * text. The table has it as a few letters a line. Of the preprocessor's directives nothing is there: both branches count.
 */
import { lineDigest, readDigests, writeDigests } from './digest.ts';

/** One letter each; what carries nothing more. */
const WORDS = {
  i: 'if',
  e: 'else',
  w: 'while',
  o: 'do',
  s: 'switch',
  c: 'case',
  d: 'default',
  b: 'break',
  n: 'continue',
  r: 'return',
  '{': '{',
  '}': '}',
  ';': ';',
} as const;

/** They may be of several lines. */
const SPANS = { S: 'statement', C: 'condition', D: 'declaration', I: 'initialisation', R: 'return-value' } as const;

export type StructureToken =
  | { readonly is: (typeof WORDS)[keyof typeof WORDS] }
  /**
   * They begin here and end `more` lines below. `condition`: what decides, without its keyword; of a loop that is a macro (`list_for_each`),
   * which counts as a while, its arguments. `initialisation`: a declaration that computes something. `return-value`: with its keyword.
   */
  | { readonly is: (typeof SPANS)[keyof typeof SPANS]; readonly more: number }
  /** A condition that decides nothing: `1` in `while (1)`. */
  | { readonly is: 'constant'; readonly value: 0 | 1 }
  /** The whole head of it, with those of its three parts that are there. */
  | {
      readonly is: 'for';
      readonly initialiser: boolean;
      readonly condition: boolean;
      readonly update: boolean;
      readonly more: number;
    }
  /** `digest`: of its name (lineDigest). */
  | { readonly is: 'label'; readonly digest: number }
  /** `label`: which of the labels of the function, in their order, counted from 0. */
  | { readonly is: 'goto'; readonly label: number };

export interface LineStructure {
  readonly tokens: readonly StructureToken[];
  /** A comment goes on in the next line. */
  readonly endsInComment: boolean;
}

/** Of all lines of a function, from its head to its last brace, which stand in it as tokens. The head is nothing. */
export interface FunctionStructure {
  /** A macro that is written like a function: its lines are joined by backslashes. */
  readonly isMacro: boolean;
  readonly lines: readonly LineStructure[];
}

const LETTERS = new Map<string, string>([...Object.entries(WORDS), ...Object.entries(SPANS)].map(([a, b]) => [b, a]));
const GOES_ON = '*';
const MACRO = '\\';
const BETWEEN = ',';

function letters(token: StructureToken): string {
  const more = 'more' in token && token.more > 0 ? `${token.more}` : '';
  switch (token.is) {
    case 'constant':
      return `K${token.value}`;
    case 'for':
      return `f${Number(token.initialiser) + 2 * Number(token.condition) + 4 * Number(token.update)}${more}`;
    case 'label':
      return `l${writeDigests([token.digest])}`;
    case 'goto':
      return `g${token.label}`;
    default:
      return `${LETTERS.get(token.is)}${more}`;
  }
}

export const writeStructure = ({ isMacro, lines }: FunctionStructure): string =>
  (isMacro ? MACRO : '') +
  lines.map(({ tokens, endsInComment }) => tokens.map(letters).join('') + (endsInComment ? GOES_ON : '')).join(BETWEEN);

const TOKEN =
  /l(?<label>.{4})|g(?<to>\d+)|K(?<value>[01])|f(?<parts>[0-7])(?<rest>\d*)|(?<span>[SCDIR])(?<more>\d*)|(?<word>[iewoscdbnr{};])|(?<bad>.)/gs;

function tokenOf(found: Readonly<Record<string, string | undefined>>): StructureToken {
  const { label, to, value, parts, rest, span, more, word, bad } = found;
  if (label !== undefined) return { is: 'label', digest: readDigests(label)[0] as number };
  if (to !== undefined) return { is: 'goto', label: Number(to) };
  if (value !== undefined) return { is: 'constant', value: value === '1' ? 1 : 0 };
  if (span !== undefined) return { is: SPANS[span as keyof typeof SPANS], more: Number(more) };
  if (word !== undefined) return { is: WORDS[word as keyof typeof WORDS] };
  if (parts === undefined) throw new Error(`${bad} is no letter of a structure`);
  const mask = Number(parts);
  return {
    is: 'for',
    initialiser: (mask & 1) > 0,
    condition: (mask & 2) > 0,
    update: (mask & 4) > 0,
    more: Number(rest),
  };
}

/** Throws Error at a letter that there is not. */
export function readStructure(text: string): FunctionStructure {
  const isMacro = text.startsWith(MACRO);
  const lines = text
    .slice(isMacro ? 1 : 0)
    .split(BETWEEN)
    .map((line): LineStructure => {
      const endsInComment = line.endsWith(GOES_ON);
      const all = endsInComment ? line.slice(0, -1) : line;
      return { tokens: [...all.matchAll(TOKEN)].map(({ groups = {} }) => tokenOf(groups)), endsInComment };
    });
  return { isMacro, lines };
}

/** Lines of the labels of a function, in their order, with the digests of their names. `first`: the line where it begins. */
export const labelsIn = ({ lines }: FunctionStructure, first: number): { line: number; digest: number }[] =>
  lines.flatMap(({ tokens }, i) =>
    tokens.flatMap((token) => (token.is === 'label' ? [{ line: first + i, digest: token.digest }] : [])),
  );

/** The line of a label, by its name in the C. Undefined: the function has none of that name. */
export const lineOfLabel = (
  { structure, lines }: { readonly structure: FunctionStructure; readonly lines: readonly [number, number] },
  name: string,
): number | undefined => labelsIn(structure, lines[0]).find(({ digest }) => digest === lineDigest(name))?.line;
