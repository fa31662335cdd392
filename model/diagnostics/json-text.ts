/**
 * JSON as a user wrote it: the value, and where in the text each part of it stands. Strict: comments, trailing commas
 * and repeated keys are issues.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { quote } from '../core/issues/issue.ts';
import { type InputIssue, type InputPath, showPath, type InputIssueCode } from './input-issue.ts';

export interface JsonText {
  readonly value: unknown;
  /** Line and column of the value at a path, or of its key; of the nearest part around it where nothing is there. */
  place(path: InputPath, at: 'value' | 'key'): { line: number; column: number };
}

/** Deeper than any format here; parsers recurse. */
const DEEPEST = 64;

const wanted: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'a number',
  PropertyNameExpected: 'a key in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a closing brace',
  CloseBracketExpected: 'a closing bracket',
  EndOfFileExpected: 'the end of the text',
  UnexpectedEndOfString: 'a closing double quote on the same line',
  UnexpectedEndOfNumber: 'a digit',
  InvalidUnicode: 'four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  InvalidCharacter: 'no control characters in a string',
};

/** `file` is only named in the issues. A byte order mark is passed over. */
export function parseJson(
  text: string,
  file: string,
): { ok: true; json: JsonText } | { ok: false; issues: InputIssue[] } {
  const lines = lineStarts(text);
  const where = (offset: number) => {
    const line = lastAtMost(lines, offset);
    return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
  const issueAt = (offset: number, code: InputIssueCode, message: string, expected: string, path: InputPath = []) => ({
    code,
    file,
    ...where(offset),
    path: showPath(path),
    message,
    expected,
  });

  const plain = text.replace(/^\uFEFF/, ' ');
  const tooDeep = firstDeeperThan(DEEPEST, plain);
  if (tooDeep !== undefined) {
    const issue = issueAt(tooDeep, 'too-deep', 'objects and arrays nest too deep', `at most ${DEEPEST} levels`);
    return { ok: false, issues: [issue] };
  }
  const errors: ParseError[] = [];
  const root = treeOf(plain, errors);
  if (root === undefined || errors.length > 0) {
    const issues = mistakes(plain, errors).map(({ offset, message, expected }) =>
      issueAt(offset, 'syntax', message, expected),
    );
    return { ok: false, issues };
  }
  const repeated = repeatedKeys(root, []);
  if (repeated.length > 0) {
    const issues = repeated.map(({ key, path }) =>
      issueAt(key.offset, 'duplicate-key', `the key ${quote(String(key.value))} is here twice`, 'each key once', path),
    );
    return { ok: false, issues };
  }
  // -0 is a number in JSON, but no other number than 0 to whoever wrote it.
  const value: unknown = JSON.parse(plain, (_key, part: unknown) => (part === 0 ? 0 : part));
  return { ok: true, json: { value, place: (path, at) => where(find(root, path, at).offset) } };
}

interface RepeatedKey {
  readonly key: Node;
  readonly path: InputPath;
}

/**
 * Closing brackets without opening ones, and quotes in comments, can hide from firstDeeperThan() how deep a malformed
 * text nests. The parser runs out of stack then, but it has met the first mistake before.
 */
function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    if (error instanceof RangeError && errors.length > 0) return undefined;
    throw error;
  }
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
}

/** The index of the last of the ascending `starts` that is at most `offset`; the first start is 0. */
function lastAtMost(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** The first bracket of a well-formed text that opens a level too many. */
function firstDeeperThan(levels: number, text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"' || char === '\n') inString = false;
    } else if (char === '"') inString = true;
    else if (char === ']' || char === '}') depth -= 1;
    else if (char === '[' || char === '{') {
      depth += 1;
      if (depth > levels) return i;
    }
  }
  return undefined;
}

const isComment = (error: ParseError): boolean => printParseErrorCode(error.error) === 'InvalidCommentToken';

interface Mistake {
  readonly offset: number;
  readonly message: string;
  readonly expected: string;
}

/** The first error, since those after it may be its echoes, and the comments before it, which the parser passes over. */
function mistakes(text: string, errors: readonly ParseError[]): Mistake[] {
  const [first, second] = errors.filter((error) => !isComment(error));
  const comments = errors.filter((error) => isComment(error) && error.offset < (first?.offset ?? Infinity));
  const told = comments.map(({ offset }) => ({ offset, message: 'a comment', expected: 'no comments: JSON has none' }));
  return first === undefined ? told : [...told, explain(text, first, second)];
}

/** A symbol that JSON does not know is named together with what the parser missed next. */
function explain(text: string, error: ParseError, next: ParseError | undefined): Mistake {
  const { offset } = error;
  const code = printParseErrorCode(error.error);
  const got = text.slice(offset, offset + error.length);
  const comma = got === '}' || got === ']' ? /,\s*$/.exec(text.slice(0, offset)) : null;
  if (comma !== null) {
    return { offset: comma.index, message: `trailing comma before "${got}"`, expected: 'no comma after the last item' };
  }
  const missed = code === 'InvalidSymbol' && next !== undefined ? printParseErrorCode(next.error) : code;
  return {
    offset,
    message: got === '' ? 'malformed JSON: the text ends here' : `malformed JSON: got ${quote(got)}`,
    expected: wanted[missed] ?? 'only JSON',
  };
}

function repeatedKeys(node: Node, path: InputPath): RepeatedKey[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child, i) => repeatedKeys(child, [...path, i]));
  const repeated: RepeatedKey[] = [];
  const seen = new Set<unknown>();
  for (const { children: [key, value] = [] } of children) {
    if (key === undefined || value === undefined) continue;
    const here = [...path, String(key.value)];
    if (seen.has(key.value)) repeated.push({ key, path: here });
    seen.add(key.value);
    for (const inside of repeatedKeys(value, here)) repeated.push(inside);
  }
  return repeated;
}

function find(root: Node, path: InputPath, at: 'value' | 'key'): Node {
  let node = root;
  for (const [depth, part] of path.entries()) {
    const [key, value] = memberOf(node, part);
    if (value === undefined) break;
    node = at === 'key' && key !== undefined && depth === path.length - 1 ? key : value;
  }
  return node;
}

/** The key, in an object, and the value; neither where nothing is there. */
function memberOf(node: Node, part: PropertyKey): readonly (Node | undefined)[] {
  if (node.type === 'array') return [undefined, node.children?.[Number(part)]];
  return node.children?.find((property) => property.children?.[0]?.value === part)?.children ?? [];
}
