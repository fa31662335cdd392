/** What is wrong with the order in which a patch says that it nests locks. */
import { chainsOf, circleOf, type LockOrder } from '../layout/lock-order.ts';
import { type Patch, summandsOf } from '../notation/patch.ts';
import type { Structs } from '../notation/schema.ts';
import { type ModelIssue, oneOfNear, placed } from './issue.ts';
import { said } from './names.ts';

/** The names of all locks, as chains have them. */
export const locksOf = (structs: Structs): string[] =>
  Object.entries(structs).flatMap(([name, { fields }]) =>
    Object.entries(fields)
      .filter(([, field]) => field?.kind?.is === 'lock')
      .map(([field]) => `${name}.${field}`),
  );

/** `structs`: those of the patched kernel. `base`: how locks are nested without the patch. */
export function lockOrderIssues(patch: Patch, structs: Structs, base: LockOrder): ModelIssue[] {
  const locks = locksOf(structs);
  const known = [...chainsOf(base)];
  return summandsOf(patch).flatMap((part) => {
    const place = placed(`patch ${said(part.name)}`);
    return (part.lockOrder ?? []).flatMap((chain): ModelIssue[] => {
      const strangers = chain.filter((lock) => !locks.includes(lock));
      if (strangers.length > 0)
        return strangers.map((lock) =>
          place({
            code: 'no-lock',
            message: `lockOrder names ${said(lock)}, which is no lock`,
            expected: oneOfNear(lock, locks),
          }),
        );
      const circle = circleOf([...known, chain]);
      if (circle === null) known.push(chain);
      if (circle === null) return [];
      const message = `lockOrder has ${chain.join(' > ')}, with which ${circle} comes inside itself`;
      return [place({ code: 'lock-order', message, expected: 'an order that goes one way round with the others' })];
    });
  });
}
