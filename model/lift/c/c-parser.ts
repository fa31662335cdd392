/** The grammar of C, loaded. What it makes of a text leaves this folder only as a tree of our own. */
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { CodeText } from './tokens.ts';
import type { Extent } from './source.ts';
import type { ReadToken } from './tokens-as-read.ts';

export type { Node };

/** Reads C. One is enough for a process. */
export class CParser {
  private readonly parser: Parser;

  constructor(parser: Parser) {
    this.parser = parser;
  }

  /** What `use` makes of the tree for these tokens between two texts. The nodes must not be kept. */
  read<A>(
    texts: readonly [string, string],
    tokens: readonly ReadToken[],
    code: CodeText,
    use: (reading: CReading) => A,
  ): A {
    const [before, after] = texts;
    const starts: number[] = [];
    let text = before;
    for (const token of tokens) {
      text += ' ';
      starts.push(text.length);
      text += token.text;
    }
    const tree = this.parser.parse(`${text} ${after}`);
    if (tree === null) throw new Error('the grammar of C answers nothing');
    try {
      return use(new CReading(tree.rootNode, tokens, starts, code));
    } finally {
      tree.delete();
    }
  }
}

/** A tree of the grammar, with the tokens that it was made from. */
export class CReading {
  readonly root: Node;
  readonly tokens: readonly ReadToken[];
  private readonly starts: readonly number[];
  private readonly code: CodeText;

  constructor(root: Node, tokens: readonly ReadToken[], starts: readonly number[], code: CodeText) {
    this.root = root;
    this.tokens = tokens;
    this.starts = starts;
    this.code = code;
  }

  /** The index of the token that an offset is in, or the last one before it. */
  private indexAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  tokensOf(node: Node): readonly ReadToken[] {
    return this.tokens.slice(
      this.indexAt(node.startIndex),
      this.indexAt(Math.max(node.startIndex, node.endIndex - 1)) + 1,
    );
  }

  at(node: Node): Extent {
    return this.extent(this.tokensOf(node));
  }

  /** From where one node begins to where another ends. */
  between(first: Node, last: Node): Extent {
    return this.extent([...this.tokensOf(first).slice(0, 1), ...this.tokensOf(last)]);
  }

  private extent(tokens: readonly ReadToken[]): Extent {
    const first = tokens[0]?.tokens[0];
    const last = tokens.at(-1)?.tokens.at(-1);
    if (first === undefined || last === undefined) throw new Error('a node without tokens');
    return this.code.extent(first.start, last.end);
  }

  /** Where the grammar stumbled first; null where it did not. */
  stumbled(): ReadToken | null {
    if (!this.root.hasError) return null;
    let node = this.root;
    for (;;) {
      const inner = node.children.find((one) => one.isError || one.isMissing || one.hasError);
      if (inner === undefined || node.isError || node.isMissing) break;
      node = inner;
    }
    return this.tokens[this.indexAt(node.startIndex)] ?? null;
  }
}

/**
 * `runtime` is web-tree-sitter.wasm of the package web-tree-sitter (undefined: the package looks for it beside itself), `grammar`
 * tree-sitter-c.wasm. Rejects where they are none.
 */
export async function parserFrom(runtime: Uint8Array | undefined, grammar: Uint8Array): Promise<CParser> {
  // Whoever has the bytes needs no address, and a page that is one file has none.
  await Parser.init(runtime === undefined ? {} : { wasmBinary: bufferOf(runtime), locateFile: (name: string) => name });
  const parser = new Parser();
  try {
    parser.setLanguage(await Language.load(grammar));
  } catch (problem) {
    throw new Error('the bytes are no grammar for tree-sitter', { cause: problem });
  }
  return new CParser(parser);
}

/** The bytes alone: a file's may be part of a larger buffer. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
