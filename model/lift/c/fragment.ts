/** C of which only some lines are there, as in a hunk: its tree, and what is wrong with it. */
import { type Conditional, Preprocessor, type SkippedLine } from './directives.ts';
import { expandMacros, type Macro } from './macros.ts';
import { expressionOf, type CContext } from './expressions.ts';
import { isKernelType, withoutKernelWords } from './kernel-words.ts';
import { type CodeText, fragmentText, type Token, tokensIn, wholeText } from './tokens.ts';
import type { CIssue, SourceLine } from './source.ts';
import type { CParser } from './c-parser.ts';
import type { Configuration } from './conditions.ts';
import type { DirectiveQueue } from './token-cursor.ts';
import type { Expression, Item } from './tree.ts';
import { FragmentReader } from './fragment-reader.ts';
import { matchBrackets } from './brackets.ts';
import { MemberReader } from './members.ts';

/** What the first line is in. */
export type Surroundings = 'body' | 'file' | 'struct';

export interface FragmentOptions {
  /** Undefined: it says nothing of any symbol. */
  readonly configuration?: Configuration;
  /** They are expanded; those that the fragment itself defines are not, unless they are among these. */
  readonly macros?: readonly Macro[];
  /** Names of types, beside those that are spelled as types of the kernel are. */
  readonly types?: ReadonlySet<string>;
}

export interface Fragment {
  readonly items: readonly Item[];
  readonly skipped: readonly SkippedLine[];
  readonly conditionals: readonly Conditional[];
  /** In the order in which they were found. Each piece that could not be read is an item, too. */
  readonly issues: readonly CIssue[];
}

/** Brackets within each other. */
const DEEPEST = 200;

/**
 * A fragment may begin and end in the middle of anything: what is there in part only is an item or a block that says so. Anywhere
 * else, what is no C is an issue.
 */
export function parseFragment(
  parser: CParser,
  lines: readonly SourceLine[],
  where: Surroundings,
  { configuration = () => undefined, macros = [], types = new Set() }: FragmentOptions = {},
): Fragment {
  const issues: CIssue[] = [];
  const code = fragmentText(lines);
  const context: CContext = { parser, code, issues, isType: (name) => types.has(name) || isKernelType(name) };
  const parse = (tokens: readonly Token[]) => (tokens.length === 0 ? null : expressionOf(tokens, context));
  const {
    tokens,
    items: directives,
    skipped,
    conditionals,
  } = new Preprocessor(code, configuration, parse, issues).run();
  const expanded = withoutKernelWords(expandMacros(tokens, macros, code, issues));
  const items = itemsOf(expanded, where, context, [...directives]);
  return { items, skipped, conditionals, issues };
}

/** One expression; null, with issues, where the lines are none. */
export function parseExpression(
  parser: CParser,
  lines: readonly SourceLine[],
  { macros = [], types = new Set() }: FragmentOptions = {},
): { readonly expression: Expression | null; readonly issues: readonly CIssue[] } {
  const issues: CIssue[] = [];
  const code = wholeText(lines);
  const context: CContext = { parser, code, issues, isType: (name) => types.has(name) || isKernelType(name) };
  const tokens = withoutKernelWords(expandMacros(tokensIn(code, 0, code.text.length, issues), macros, code, issues));
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) {
    const line = lines[0]?.at ?? 1;
    issues.push({ code: 'c-syntax', line, message: 'C syntax: there is nothing', expected: 'an expression' });
    return { expression: null, issues };
  }
  if (matchBrackets(tokens).depth > DEEPEST) tooDeep(first, last, context);
  return { expression: issues.length > 0 ? null : expressionOf(tokens, context), issues };
}

function itemsOf(tokens: readonly Token[], where: Surroundings, context: CContext, directives: DirectiveQueue): Item[] {
  const { depth, unopened } = matchBrackets(tokens);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return directives.map(({ item }) => item);
  if (Math.max(depth, unopened.length) > DEEPEST) return [tooDeep(first, last, context)];
  if (where !== 'struct') return new FragmentReader(tokens, context, directives, where === 'file').fragment();
  const end = endOfMembers(tokens);
  const members = new MemberReader(tokens.slice(0, end), context, directives, tokens[end]?.start).all(true);
  const rest = tokens
    .slice(end)
    .filter(({ text }, nth) => !(nth === 0 && text === '}') && !(nth === 1 && text === ';'));
  return [...members, ...new FragmentReader(rest, context, directives, true).fragment()];
}

function tooDeep(first: Token, last: Token, { code, issues }: { code: CodeText; issues: CIssue[] }): Item {
  const at = code.extent(first.start, last.end);
  const message = `C syntax: more than ${DEEPEST} brackets within each other`;
  issues.push({ code: 'c-too-deep', line: at.line, message, expected: 'fewer' });
  return { kind: 'unreadable', at };
}

/** The brace that ends the struct, which no name follows; or the end of the tokens. */
function endOfMembers(tokens: readonly Token[]): number {
  const { unopened } = matchBrackets(tokens);
  return unopened.find((at) => tokens[at]?.text === '}' && tokens[at + 1]?.kind !== 'name') ?? tokens.length;
}
