/**
 * C that the grammar reads: what the preprocessor would have made something else of is written over, character for character, so that
 * every line and column stays what it was.
 */

/** Words that the kernel's macros make attributes, or nothing, of. */
const ATTRIBUTES =
  /\b(?:fastcall|asmlinkage|noinline|__user|__kernel|__iomem|__init|__exit|__initdata|__sched|__devinit|__devexit|__cpuinit|__cpuinitdata|__must_check|__read_mostly|__lockfunc|__deprecated|__cacheline_aligned_in_smp|__cacheline_aligned|____cacheline_aligned_in_smp|____cacheline_aligned|____cacheline_internodealigned_in_smp|__attribute_used__|__always_inline|__releases\([^()]*\)|__acquires\([^()]*\)|__attribute__ ?\(\([^()]*(?:\([^()]*\))?[^()]*\)\))/g;

/** Loops: `list_for_each_entry(pos, head, member)` is a head like that of a `while`. */
const LOOPS = /\b(?:list_for_each\w*|hlist_for_each\w*|for_each_\w+|bio_for_each_segment|do_each_thread)(?= ?\()/g;

/** A type among the arguments of a macro: `struct T` becomes one word. */
const TYPE_ARGUMENTS =
  /\b(?:list_entry|list_first_entry|container_of|offsetof|hlist_entry|va_arg|min_t|max_t)\s*\([^;]*?\)/g;

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

/** Comments and strings are left as they are, since no pattern of these is in them that would matter. */
export const neutral = (text: string): string =>
  text
    .replaceAll(/\bFASTCALL(?=\()/g, '        ')
    .replaceAll(ATTRIBUTES, blank)
    .replaceAll(LOOPS, (name) => 'while'.padEnd(name.length))
    .replaceAll(TYPE_ARGUMENTS, (call) =>
      call
        .replaceAll(/\b(struct|union) (?=\w)/g, '$1_')
        .replaceAll(/\b(unsigned|signed) (?=\w)/g, '$1_')
        .replaceAll(/ ?\*(?=\s*,)/g, (star) => '_'.repeat(star.length)),
    );

/**
 * The function that a macro is written as, or null where it is none: the `#define` becomes a head, and what joins the
 * lines is left out.
 */
export function macroAsFunction(lines: readonly string[]): readonly string[] | null {
  const [head = '', ...rest] = lines.map((line) => line.replace(/\\\s*$/, ''));
  const found = /^#\s*define\s+(\w+)\([^)]*\)(.*)$/.exec(head);
  if (found === null) return null;
  const [, name = '', body = ''] = found;
  const all = [`void ${name}(void) {${body}`, ...rest];
  return all.map((line, i) => (i === all.length - 1 ? `${line};}` : line));
}
