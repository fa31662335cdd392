/** What the page looks at: a schedule of a world, from a trace or from nothing. */
import type { Trace } from '../../aio/trace.ts';
import type { PatchedWorld } from '../engine/catalogue.ts';
import type { PageData } from '../engine/page-data.ts';
import type { Address } from './address.ts';

export interface Opened {
  /** Another one is another schedule. */
  readonly key: string;
  readonly world: PatchedWorld;
  readonly schedule: readonly string[];
  /** The property that the schedule is said to violate; null: none is. */
  readonly property: string | null;
  /** What the address asked for, and is not in the page. */
  readonly issue: string | null;
}

let latest = 0;

export const openedTrace = ({ scenario, patch, schedule, property }: Trace): Opened => ({
  key: `${++latest}`,
  world: { scenario, patch },
  schedule,
  property,
  issue: null,
});

/** What the address names; else what the page was made to show. */
export function opened(
  data: PageData,
  { trace, scenario, patch }: Pick<Address, 'trace' | 'scenario' | 'patch'>,
): Opened {
  const whole = trace === null ? undefined : data.traces[trace];
  if (whole !== undefined) return openedTrace(whole);
  const named = scenario === null ? undefined : data.scenarios[scenario];
  const missing = trace ?? (named === undefined ? scenario : null);
  const issue = missing === null ? null : `The address names ${missing}, which is not in this page.`;
  if (named !== undefined) return fromStart(data, named.name, patch, null);
  const { opens } = data;
  if (opens.is === 'scenario') return fromStart(data, opens.scenario, patch ?? opens.patch, issue);
  const first = data.traces[opens.trace];
  if (first === undefined) throw new Error('the page lacks the trace that it was made for');
  return { ...openedTrace(first), issue };
}

function fromStart(data: PageData, name: string, patch: string | null, issue: string | null): Opened {
  const scenario = data.scenarios[name];
  if (scenario === undefined) throw new Error('the page lacks the scenario that it was made for');
  const under = patch ?? (data.opens.is === 'scenario' ? data.opens.patch : '2.6.20');
  return { key: `${++latest}`, world: { scenario, patch: under }, schedule: [], property: null, issue };
}
