/** Words of the kernel's C that say nothing to whoever reads what a function does, and those that are types. */
import type { Token } from './tokens.ts';

/** They tell the compiler, or a checker, where code or data lies and how it may be used. */
const WORDS = new Set(
  (
    'fastcall asmlinkage noinline __user __kernel __iomem __force __nocast __must_check __must_be_array __read_mostly __deprecated ' +
    '__sched __kprobes __lockfunc __percpu __rcu __bitwise __safe __packed __cold __weak __pure __maybe_unused __deprecated_for_modules __jiffy_data ' +
    '__attribute_used__ __attribute_pure__ __attribute_const__ __extension__ NORET_TYPE ATTRIB_NORET __cacheline_aligned ' +
    '__cacheline_aligned_in_smp'
  ).split(' '),
);

/** `__init`, `__cpuinitdata`, `__devexit`, `____cacheline_aligned_in_smp` and the like. */
const FAMILIES = /^(?:__(?:cpu|dev|ipc_|mem|mod|net)?(?:init|exit)(?:data|call_data|_or_module)?|____cacheline\w*)$/;

/** The same, with something in parentheses. */
const WORDS_WITH_ARGUMENTS = new Set(
  '__attribute__ __attribute __releases __acquires __must_hold __aligned __section __printf __malloc'.split(' '),
);

/** Other spellings of one word of C. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['__inline', 'inline'],
  ['__inline__', 'inline'],
  ['__always_inline', 'inline'],
  ['__const', 'const'],
  ['__const__', 'const'],
  ['__signed__', 'signed'],
  ['__typeof__', 'typeof'],
  ['__typeof', 'typeof'],
  ['__volatile__', 'volatile'],
  ['__volatile', 'volatile'],
  ['__asm__', 'asm'],
  ['__asm', 'asm'],
]);

export function withoutKernelWords(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const isFunction = WORDS_WITH_ARGUMENTS.has(token.text) && tokens[i + 1]?.text === '(';
    if (isFunction) i = closingFrom(tokens, i + 1);
    else if (token.kind !== 'name' || !isSilent(token.text))
      kept.push({ ...token, text: SPELLINGS.get(token.text) ?? token.text });
  }
  return kept;
}

const isSilent = (word: string): boolean => WORDS.has(word) || FAMILIES.test(word);

function closingFrom(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')' && --depth === 0) return i;
  }
  return tokens.length;
}

/** Words of C that begin or are part of a type. */
const TYPE_WORDS = new Set(
  'struct union enum const volatile signed unsigned char short int long float double void _Bool typeof'.split(' '),
);
export const STORAGE_WORDS: ReadonlySet<string> = new Set('static extern register auto inline typedef'.split(' '));

/** Words of C that name nothing. */
const KEYWORDS = new Set([
  ...TYPE_WORDS,
  ...STORAGE_WORDS,
  ...'if else while do for switch case default goto return break continue sizeof asm'.split(' '),
]);

export const isKeyword = (text: string): boolean => KEYWORDS.has(text);
export const isTypeWord = (text: string): boolean => TYPE_WORDS.has(text);

/** Where a name may be a type or a value, those that are spelled so are types. */
const TYPE_NAMES = /^(?:\w+_t|(?:__)?[us](?:8|16|32|64)|__[bl]e(?:16|32|64)|u_?(?:char|short|int|long)|bool)$/;

export const isKernelType = (name: string): boolean => TYPE_NAMES.test(name);
