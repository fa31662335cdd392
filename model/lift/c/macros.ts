/** Macros of the preprocessor, expanded in tokens as C says: arguments first, nothing within itself, `#` and `##`. */
import { type CodeText, wholeText, spelled, type Token, tokensIn } from './tokens.ts';
import type { CIssue } from './source.ts';
import type { MacroDefinition } from './tree.ts';

export interface Macro {
  readonly name: string;
  /** Null: it is no function. */
  readonly parameters: readonly string[] | null;
  readonly isVariadic: boolean;
  readonly body: readonly Token[];
}

/** Nothing that a person wrote becomes longer than this many tokens. */
const LONGEST = 50_000;

export function macroOf({ name, parameters, isVariadic, body }: MacroDefinition): Macro {
  const code = wholeText([{ text: body, at: 0 }]);
  return { name, parameters, isVariadic, body: tokensIn(code, 0, code.text.length, []) };
}

/** Every token of an expansion stands where the use of the macro does. A use that the end of the tokens cuts stays as it is. */
export function expandMacros(
  tokens: readonly Token[],
  macros: readonly Macro[],
  code: CodeText,
  issues: CIssue[],
): readonly Token[] {
  if (macros.length === 0) return tokens;
  return new Expander(new Map(macros.map((macro) => [macro.name, macro])), code, issues).expand(tokens);
}

interface Use {
  readonly args: readonly (readonly Token[])[];
  readonly closing: Token;
  /** How many tokens, from the parenthesis. */
  readonly length: number;
}

class Expander {
  private readonly macros: ReadonlyMap<string, Macro>;
  private readonly code: CodeText;
  private readonly issues: CIssue[];
  private made = 0;

  constructor(macros: ReadonlyMap<string, Macro>, code: CodeText, issues: CIssue[]) {
    this.macros = macros;
    this.code = code;
    this.issues = issues;
  }

  expand(tokens: readonly Token[]): Token[] {
    const out: Token[] = [];
    /** What is still to come, the next one last. */
    const ahead = tokens.toReversed();
    for (let token = ahead.pop(); token !== undefined; token = ahead.pop()) {
      const macro = token.kind === 'name' && !token.hidden?.has(token.text) ? this.macros.get(token.text) : undefined;
      const use = macro === undefined || macro.parameters === null ? null : useAhead(ahead);
      const isUse = macro !== undefined && (macro.parameters === null || use !== null);
      const args = isUse ? this.argumentsOf(macro, use, token) : null;
      if (macro === undefined || args === null || this.made > LONGEST) {
        out.push(token);
        continue;
      }
      ahead.length -= use?.length ?? 0;
      const made = this.substituted(macro, args, token, use?.closing ?? token);
      this.made += made.length;
      if (this.made > LONGEST) this.tell(token, `the expansion of ${macro.name} has no end`, 'macros that grow less');
      for (const one of made.toReversed()) ahead.push(one);
    }
    return out;
  }

  /** By parameter; null, with an issue, where there are more or fewer. */
  private argumentsOf(macro: Macro, use: Use | null, token: Token): ReadonlyMap<string, readonly Token[]> | null {
    if (use === null || macro.parameters === null) return new Map();
    const { name, parameters, isVariadic } = macro;
    let args = use.args;
    if (parameters.length === 0 && args.length === 1 && args[0]?.length === 0) args = [];
    if (isVariadic && args.length >= parameters.length) args = gathered(args, parameters.length - 1);
    if (isVariadic && args.length === parameters.length - 1) args = [...args, []];
    if (args.length === parameters.length) return new Map(parameters.map((one, nth) => [one, args[nth] ?? []]));
    this.tell(
      token,
      `the macro ${name} is used with ${count(args.length)}`,
      `${count(parameters.length)}, as it is defined`,
    );
    return null;
  }

  private substituted(
    { name, parameters, body }: Macro,
    args: ReadonlyMap<string, readonly Token[]>,
    token: Token,
    closing: Token,
  ): Token[] {
    const place = { start: token.start, end: Math.max(token.end, closing.end) };
    const hidden = new Set(
      [name, ...(token.hidden ?? [])].filter((one) => one === name || parameters === null || closing.hidden?.has(one)),
    );
    let out: Token[] = [];
    for (let i = 0; i < body.length; i++) {
      const one = body[i] as Token;
      const next = body[i + 1];
      const arg = args.get(one.text);
      const stringArg = one.text === '#' && parameters !== null && next !== undefined ? args.get(next.text) : undefined;
      if (one.text === '##' && out.length + i > 0 && next !== undefined) {
        i++;
        const right = args.get(next.text) ?? [next];
        out = this.pasted(out, right, isEmptyArgument(body[i - 2], args), token);
      } else if (stringArg !== undefined) {
        i++;
        out.push({ ...one, kind: 'string', text: JSON.stringify(spelled(stringArg)) });
      } else if (arg !== undefined) out.push(...firstAs(next?.text === '##' ? arg : this.expand(arg), one));
      else out.push(one);
    }
    return firstAs(out, token).map((one) => withinUse(one, place, hidden));
  }

  private pasted(before: readonly Token[], right: readonly Token[], isLeftEmpty: boolean, use: Token): Token[] {
    const left = before.at(-1);
    const [first, ...rest] = right;
    // GNU C: a comma before a variadic argument that is empty goes with it.
    if (first === undefined) return left?.text === ',' ? before.slice(0, -1) : [...before];
    if (left === undefined || isLeftEmpty || left.text === ',') return [...before, ...right];
    const code = wholeText([{ text: left.text + first.text, at: 0 }]);
    const [joined, more] = tokensIn(code, 0, code.text.length, []);
    if (joined !== undefined && more === undefined)
      return [...before.slice(0, -1), { ...joined, isSpaced: left.isSpaced }, ...rest];
    this.tell(use, `## makes ${left.text}${first.text} of ${left.text} and ${first.text}`, 'one token');
    return [...before, ...right];
  }

  private tell(token: Token, message: string, expected: string) {
    this.issues.push({ code: 'c-macro', line: this.code.lineAt(token.start), message, expected });
  }
}

const count = (many: number): string => `${many} argument${many === 1 ? '' : 's'}`;

const isEmptyArgument = (token: Token | undefined, args: ReadonlyMap<string, readonly Token[]>): boolean =>
  token !== undefined && args.get(token.text)?.length === 0;

const withinUse = (token: Token, { start, end }: Pick<Token, 'start' | 'end'>, hidden: ReadonlySet<string>): Token => ({
  ...token,
  start,
  end,
  hidden: new Set([...hidden, ...(token.hidden ?? [])]),
});

/** With the white space of another token before the first. */
const firstAs = (tokens: readonly Token[], { isSpaced }: Token): Token[] =>
  tokens.map((one, nth) => (nth === 0 ? { ...one, isSpaced } : one));

/** The parentheses that stand next, if they do and have their end. */
function useAhead(ahead: readonly Token[]): Use | null {
  if (ahead.at(-1)?.text !== '(') return null;
  const args: Token[][] = [[]];
  let depth = 0;
  for (let i = ahead.length - 1; i >= 0; i--) {
    const token = ahead[i] as Token;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0) return { args, closing: token, length: ahead.length - i };
    if (depth === 1 && token.text === ',') args.push([]);
    else if (i < ahead.length - 1) args.at(-1)?.push(token);
  }
  return null;
}

/** All arguments from the nth on as one, with their commas. */
function gathered(args: readonly (readonly Token[])[], from: number): (readonly Token[])[] {
  const comma: Token = { kind: 'punctuator', text: ',', start: 0, end: 0, isSpaced: false };
  const rest: Token[] = [];
  args.slice(from).forEach((arg, nth) => {
    if (nth > 0) rest.push(comma);
    rest.push(...arg);
  });
  return [...args.slice(0, from), rest];
}
