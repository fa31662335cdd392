/** By which field requests are linked into the lists that the model has: what list_entry() is told, and the C does not check. */

const LINKS: readonly (readonly [RegExp, string])[] = [
  [/\.run_list$|^stolen\(k\)$/, 'ki_run_list'],
  [/\.(?:active_reqs|fput_head)$/, 'ki_list'],
];

/** `list`: a place of the model, as TypeScript. Null: it is no list of requests. */
export const linkOf = (list: string): string | null => LINKS.find(([form]) => form.test(list))?.[1] ?? null;
