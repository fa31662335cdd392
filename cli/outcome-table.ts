/** Outcomes as a table for people: results by the names of errors; what is alike in all, and says nothing, is left out. */
import { showResult } from '../model/include/linux/errno.ts';
import type { Outcome, RunOutcome } from '../properties/aio/outcome.ts';
import { fittedTable } from './fitted-table.ts';

type Column = readonly [head: string, of: (outcome: RunOutcome) => string];

const listed = (parts: readonly string[]): string => parts.join('\n');

const results = (byRequest: RunOutcome['events']): string =>
  listed(
    Object.entries(byRequest).flatMap(([request, events]) =>
      events.map(
        ([res, res2]) => `request ${request}: ${showResult(res)}${res2 === 0 ? '' : `, res2 ${showResult(res2)}`}`,
      ),
    ),
  );

/** A chance that passed well, one that brought an error, and that of a bio that never ended. */
const chance = (came: number | null): string => (came === null ? 'never' : came === 0 ? 'ok' : showResult(came));

const columns: readonly Column[] = [
  ['end', ({ end, stuck }) => (end === 'stuck' ? listed([`stuck:`, ...stuck]) : end)],
  [
    'returns',
    ({ returns }) =>
      listed(
        Object.entries(returns).map(([task, values]) => `${task}: ${values.map(showResult).join(', ') || 'nothing'}`),
      ),
  ],
  ['events', ({ events }) => results(events) || 'none'],
  ['cancelled with', ({ cancel_events }) => results(cancel_events)],
  [
    'chances',
    ({ faults }) =>
      listed(
        Object.entries(faults).flatMap(([request, kinds]) =>
          Object.entries(kinds).map(([kind, came]) => `${kind} of ${request}: ${came.map(chance).join(', ')}`),
        ),
      ),
  ],
  [
    'leaked',
    ({ leaked: { kiocb, kioctx_users } }) =>
      listed([
        ...(kiocb > 0 ? [`kiocb: ${kiocb}`] : []),
        ...(kioctx_users > 0 ? [`users of the kioctx: ${kioctx_users}`] : []),
      ]),
  ],
];

/** A row for each outcome, in their order, at most `width` columns wide where that can be; an oops says nothing but what it is. */
export function outcomeTable(outcomes: readonly Outcome[], width: number): string {
  const runs = outcomes.filter((outcome): outcome is RunOutcome => outcome.end !== 'oops');
  const shown = columns.filter(([, of], nth) => nth === 0 || runs.some((outcome) => of(outcome) !== ''));
  const rows = outcomes.map((outcome) =>
    outcome.end === 'oops'
      ? [`oops: ${outcome.oops}`, ...shown.slice(1).map(() => '')]
      : shown.map(([, of]) => of(outcome)),
  );
  return fittedTable(
    shown.map(([name]) => name),
    rows,
    width,
  );
}
