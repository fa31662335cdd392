/** What the grammar makes of declarators: names with stars, sizes and parameters around them. */
import { type CContext, expressionFrom } from './expressions.ts';
import type { CReading, Node } from './c-parser.ts';
import type { Expression, Parameter } from './tree.ts';
import { STORAGE_WORDS } from './kernel-words.ts';
import { type Token, typeText } from './tokens.ts';
import type { ReadToken } from './tokens-as-read.ts';

export interface Declarator {
  readonly name: string | null;
  readonly type: string;
  readonly pointers: number;
  readonly array: readonly (Expression | null)[];
  /** Of a function; null for all else. */
  readonly parameters: readonly Parameter[] | null;
  readonly isVariadic: boolean;
}

/** Reads the declarators of one declaration. `tokens` is that declaration, for what is said where something is wrong. */
export class Declarators {
  isWrong = false;
  private readonly reading: CReading;
  private readonly tokens: readonly Token[];
  private readonly context: CContext;

  constructor(reading: CReading, tokens: readonly Token[], context: CContext) {
    this.reading = reading;
    this.tokens = tokens;
    this.context = context;
  }

  expression(node: Node): Expression | null {
    const found = expressionFrom(node, this.reading, this.tokens, this.context);
    if (found === null) this.isWrong = true;
    return found;
  }

  /** `type` has the words before the declarator; null as the node: a parameter that has none. */
  from(declarator: Node | null, type: readonly string[]): Declarator {
    let pointers = 0;
    const array: (Expression | null)[] = [];
    let node = declarator;
    while (node !== null) {
      const inner: Node | null = node.childForFieldName('declarator');
      if (node.type.endsWith('pointer_declarator')) pointers++;
      else if (node.type.endsWith('array_declarator')) {
        const size = node.childForFieldName('size');
        array.unshift(size === null ? null : this.expression(size));
      } else if (node.type.endsWith('function_declarator')) {
        if (inner === null || inner.type.endsWith('parenthesized_declarator'))
          return this.pointerToFunction(declarator as Node, type);
        const { parameters, isVariadic } = this.parameters(node);
        return { name: this.nameIn(inner), type: typeText(type), pointers, array, parameters, isVariadic };
      } else if (!node.type.endsWith('parenthesized_declarator'))
        return { name: this.nameIn(node), type: typeText(type), pointers, array, parameters: null, isVariadic: false };
      node = node.type.endsWith('parenthesized_declarator') ? node.namedChild(0) : inner;
    }
    return { name: null, type: typeText(type), pointers, array, parameters: null, isVariadic: false };
  }

  private pointerToFunction(node: Node, type: readonly string[]): Declarator {
    const words = wordsOf(this.reading.tokensOf(node));
    // The name is the last word before anything closes.
    const at = words.findIndex((word) => word === ')' || word === '[') - 1;
    const name = /^\w+$/.test(words[at] ?? '') ? (words[at] as string) : null;
    const rest = name === null ? words : words.toSpliced(at, 1);
    return { name, type: typeText([...type, ...rest]), pointers: 0, array: [], parameters: null, isVariadic: false };
  }

  private parameters(node: Node): { parameters: Parameter[]; isVariadic: boolean } {
    const parameters: Parameter[] = [];
    let isVariadic = false;
    for (const one of node.childForFieldName('parameters')?.namedChildren ?? []) {
      if (one.type === 'variadic_parameter') isVariadic = true;
      else if (one.type === 'parameter_declaration') {
        const inner = one.childForFieldName('declarator');
        const type = wordsBefore(this.reading, one, inner).filter((word) => !STORAGE_WORDS.has(word));
        const { name, type: text, pointers, array } = this.from(inner, type);
        parameters.push({ name, type: text, pointers, array, at: this.reading.at(one) });
      } else this.isWrong = true;
    }
    const [only] = parameters;
    const isNothing = parameters.length === 1 && only?.type === 'void' && only.pointers === 0 && only.name === null;
    return { parameters: isNothing ? [] : parameters, isVariadic };
  }

  private nameIn(node: Node): string | null {
    const [read, more] = this.reading.tokensOf(node);
    const name = read?.tokens.length === 1 ? read.tokens[0] : undefined;
    if (more === undefined && name?.kind === 'name') return name.text;
    this.isWrong = true;
    return null;
  }
}

const wordsOf = (tokens: readonly ReadToken[]): string[] =>
  tokens.flatMap((read) => read.tokens.map(({ text }) => text));

/** From where a node begins to before another in it; all of it, where there is no other. */
export function wordsBefore(reading: CReading, node: Node, inner: Node | null): string[] {
  const all = reading.tokensOf(node);
  const rest = inner === null ? [] : reading.tokensOf(inner);
  const end = rest[0] === undefined ? all.length : all.indexOf(rest[0]);
  return wordsOf(all.slice(0, end));
}
