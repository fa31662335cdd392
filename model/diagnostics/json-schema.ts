/**
 * The words that schemas of JSON files are written in. One convention makes every issue tell what was expected: a
 * schema's zod message is a noun phrase for what it wants ("an integer from 1 to 4"), and that of a closed set only
 * names the set ("op"), since the issue carries its members.
 */
import * as z from 'zod/mini';
import { INPUT_ISSUE_CODES } from './input-issue.ts';

/** A check's own finding, as data; `read-json.ts` adds the place. */
export const refusal = z.object({
  code: z.enum(INPUT_ISSUE_CODES),
  message: z.string(),
  expected: z.string(),
});
export type Refusal = z.infer<typeof refusal>;

/** Reports a refusal from inside a refinement or a transformation. */
export function refuse(ctx: z.core.ParsePayload, path: PropertyKey[], params: Refusal): void {
  ctx.issues.push({ code: 'custom', path, params, message: params.message, input: ctx.value, continue: true });
}

/** `why` says where the bounds come from, when that is no matter of course. */
export function integer(min: number, max: number, why?: string) {
  const noun = `an integer from ${min} to ${max}${why === undefined ? '' : ` (${why})`}`;
  return z.int(noun).check(z.gte(min, noun), z.lte(max, noun));
}

export function list<T extends z.ZodMiniType>(element: T, noun: string, min = 0, max = Infinity) {
  return z.array(element, noun).check(z.minLength(min, noun), z.maxLength(max, noun));
}

/** An object with these keys and no others. For an unknown key the message is the list of the known ones. */
export function closed<S extends z.core.$ZodShape>(noun: string, shape: S) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys.join(', ') : noun) });
}

/** Refuses every element whose key an earlier one has; `place` leads from the element to the key. */
export function distinct<T>(what: string, keyOf: (element: T) => string, place: PropertyKey[] = []) {
  return (elements: readonly T[], ctx: z.core.ParsePayload): void => {
    const seen = new Set<string>();
    for (const [i, element] of elements.entries()) {
      const key = keyOf(element);
      if (seen.has(key)) {
        const message = `${what} ${JSON.stringify(key)} is here twice`;
        refuse(ctx, [i, ...place], { code: 'duplicate', message, expected: `each ${what} once` });
      }
      seen.add(key);
    }
  };
}
