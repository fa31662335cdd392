/** What a schedule's statements did to locals, as far as it mattered: what was written and read later, and what decisions read. */
import { type LocalTouch, type Model, NULL } from '../model/core/index.ts';
import type { RecordedStep } from './recorded-run.ts';

/** How a number is shown that a model keeps as a `value` (a result, say), and that a choice takes. */
export type ShowValue = (value: number) => string;

/** A step, and whether the action changed or read shared memory: what it did is told by that. */
export type ToldStep = Pick<RecordedStep, 'context' | 'statements'> & { readonly tellsMore: boolean };

/** Whether what a statement did to a local is told, if there is anything to tell. */
export type IsTold = (touch: LocalTouch, statement: ToldStep['statements'][number]) => boolean;

/** For each step and each of its statements what there is to tell: `ret = -EIO`, or `ret is -EIO`; null: nothing. */
export function localsTold(
  model: Model,
  steps: readonly ToldStep[],
  showValue: ShowValue,
  isTold: IsTold = () => true,
): (string | null)[][] {
  const idle = idleWrites(steps);
  const show = shower(model, showValue);
  return steps.map(({ statements, tellsMore }) =>
    statements.map((statement, nth) => {
      const { proc } = statement;
      const all = statement.locals.filter((touch) => !idle.has(touch) && isTold(touch, statement));
      return written(all, proc, show) ?? (nth === 0 && tellsMore ? null : looked(all, proc, show));
    }),
  );
}

/** What a local holds; null: nothing to tell. */
type Show = (touch: LocalTouch, value: number) => string | null;

/** Other functions' locals are arguments of calls, and take results. */
function written(touches: readonly LocalTouch[], within: string, show: Show): string | null {
  const told = touches.flatMap((touch) => {
    const { proc, name, from, to } = touch;
    const value = to === null || to === from ? null : show(touch, to);
    // That it held nothing before need not be said.
    const before = from === 0 || from === NULL ? null : show(touch, from);
    const was = before === null ? '' : ` (was ${before})`;
    return value === null ? [] : [`${proc === within ? name : `${proc}() ${name}`} = ${value}${was}`];
  });
  return told.length === 0 ? null : told.join(', ');
}

function looked(touches: readonly LocalTouch[], within: string, show: Show): string | null {
  const told = touches.flatMap((touch) => {
    const { proc, name, from, to, isReturned } = touch;
    const value = to === null && proc === within && !isReturned ? show(touch, from) : null;
    return value === null ? [] : [`${name} is ${value}`];
  });
  return told.length === 0 ? null : [...new Set(told)].join(', ');
}

/** Writes that nobody reads before the next one, and at last those that put a local back to nothing. */
function idleWrites(steps: readonly ToldStep[]): ReadonlySet<LocalTouch> {
  const idle = new Set<LocalTouch>();
  const last = new Map<string, LocalTouch>();
  for (const { context, statements } of steps)
    for (const touch of statements.flatMap(({ locals }) => locals)) {
      const local = `${context} ${touch.frame} ${touch.name}`;
      if (touch.to === null) last.delete(local);
      else {
        const before = last.get(local);
        if (before !== undefined) idle.add(before);
        last.set(local, touch);
      }
    }
  // What the schedule ends before: a step that was not taken may have read it, unless it is put back to nothing.
  for (const touch of last.values()) if (touch.to === 0 || touch.to === NULL) idle.add(touch);
  return idle;
}

/** Not told: a pointer to the only object of its kind, and what is ours. */
const shower =
  ({ program, shape }: Model, showValue: ShowValue): Show =>
  ({ proc, name }, value) => {
    const linked = program.byName.get(proc);
    const type = linked?.types[linked.locals.indexOf(name)] ?? '';
    if (type === 'ghost') return null;
    const [, pool] = /^struct (\w+) \*$/.exec(type) ?? [];
    if (pool === undefined || shape.structs[pool] === undefined) return showValue(value);
    if (value === NULL) return 'NULL';
    return (shape.sizes[pool] ?? 0) > 1 ? `${pool}[${value}]` : null;
  };
