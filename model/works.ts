/** The works that a patch puts on the workqueue `aio`: their numbers, and how the worker comes to call their functions. */
import {
  type AnyProc,
  countOf,
  type Counting,
  described,
  type Edit,
  type Hunk,
  isRecord,
  type Issue,
  type Patch,
  type Structs,
  type Work,
} from './core/index.ts';
import { CTX_WORK, FPUT_WORK } from './include/linux/workqueue.ts';
import { edit } from './kernel.ts';
import { run_workqueue } from './kernel/workqueue.ts';
import type { WorldWork } from './world.ts';

export interface WorksOfPatch {
  readonly works: readonly WorldWork[];
  /** In front of those of the patch: what run_workqueue() calls. */
  readonly hunks: readonly Hunk[];
  readonly pointedTo: readonly AnyProc[];
  readonly issues: readonly Issue[];
}

/** How often each may be queued before all that is queued has been run. */
export const MOST_QUEUED = 4;

const KEYS = ['func', 'count', 'in'];

export function worksOf(patch: Patch, counting: Counting): WorksOfPatch {
  const works = isRecord(patch) && isRecord(patch.works) ? patch.works : {};
  const found: WorldWork[] = [];
  const issues: Issue[] = [];
  let first = CTX_WORK + 1;
  for (const [name, work] of Object.entries(works)) {
    const misdeclared = workIssue(name, work);
    const count = misdeclared ?? countOf(`the work ${name}`, work.count, counting);
    if (typeof count !== 'number') issues.push(count);
    else {
      found.push({ name, first, count, in: placeOf(work) });
      first += count;
    }
  }
  const queued = issues.length === 0 ? found : [];
  const pointedTo = queued.flatMap(({ name }) => {
    const { proc } = (works[name] as Work).func;
    return typeof proc === 'string' ? [] : [proc];
  });
  const hunks =
    queued.length === 0
      ? []
      : [{ name: 'its works', standsFor: 'the functions of its works', edits: [calls(queued, works)] }];
  return { works: queued, hunks, pointedTo, issues };
}

const placeOf = (work: Work): WorldWork['in'] => {
  if (work.in === undefined) return null;
  const [pool = '', field = ''] = work.in.split('.');
  return { pool, field };
};

const wrong = (code: Issue['code'], message: string, expected: string): Issue => ({ code, message, expected });

function workIssue(name: string, work: unknown): Issue | null {
  if (!/^[A-Za-z_]\w*$/.test(name))
    return wrong('name', `a work is called ${JSON.stringify(name)}`, 'a name as C has them');
  if (!isRecord(work)) return wrong('type', `the work ${name} is ${described(work)}`, `{ ${KEYS.join(', ')} }`);
  const unknown = Object.keys(work).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    return wrong('unknown-key', `the work ${name} has the unknown key ${unknown}`, `one of ${KEYS.join(', ')}`);
  const { func, in: place } = work;
  if (
    !isRecord(func) ||
    typeof func['args'] !== 'function' ||
    !(isRecord(func['proc']) || typeof func['proc'] === 'string')
  )
    return wrong(
      'type',
      `${name}.func is ${described(func)}`,
      'to(a function, (g, f) => …), where f.id is the number of the work',
    );
  if (place === undefined || (typeof place === 'string' && /^\w+\.\w+$/.test(place))) return null;
  return wrong('type', `${name}.in is ${described(place)}`, "the field in which the work lies: 'dio.my_work'");
}

/** What is wrong with where they lie, when it is known what structs there are. */
export const placeIssues = (
  works: readonly WorldWork[],
  structs: Structs,
  sizes: Readonly<Record<string, number>>,
): Issue[] =>
  works.flatMap(({ name, count, in: place }): Issue[] => {
    if (place === null) return [];
    const kind = structs[place.pool]?.fields[place.field]?.kind;
    const id = `${place.pool}.${place.field}`;
    if (kind?.is !== 'ref' || kind.to !== 'work_struct') {
      const message = `the work ${name} lies in ${id}, which is no work`;
      return [{ code: 'no-field', message, expected: "a field that is declared as ref('work_struct')" }];
    }
    const size = sizes[place.pool] ?? 0;
    if (size >= count) return [];
    const message = `there are ${count} of the work ${name}, and ${size} of ${place.pool} in which they lie`;
    return [{ code: 'range', message, expected: 'no more works than objects' }];
  });

/** The edit by which run_workqueue() calls the function of each. */
function calls(works: readonly WorldWork[], declared: NonNullable<Patch['works']>): Edit {
  const labelOf = (work: number): string =>
    `run_${works.find(({ first, count }) => work >= first && work < first + count)?.name ?? ''}`;
  const steps = works.map(({ name, first }) => {
    const { proc, args } = (declared[name] as Work).func;
    const step = {
      line: 326,
      c: `${typeof proc === 'string' ? proc : proc.name}(work)`,
      call: { proc, args: (g: never, f: { readonly work: number }, k: unknown) => args(g, { id: f.work - first }, k) },
      then: 'relock' as const,
    };
    return [`run_${name}`, step] as const;
  });
  return edit(run_workqueue, {
    replace: {
      func: {
        line: 326,
        c: 'f(work)',
        go(f) {
          if (f.work === FPUT_WORK) return 'fput';
          return f.work === CTX_WORK ? 'kick' : (labelOf(f.work) as 'kick');
        },
      },
    },
    after: { fput: Object.fromEntries(steps) },
  });
}
