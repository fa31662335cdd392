/** What a search says of a row of races.ts: its shortest schedule as a mail, and whether the row has it right. */
import type { ConfirmedViolation } from '../../cli/counterexample.ts';
import { explainedBy, STATES_ASKED_FOR } from '../../cli/explained.ts';
import { executing } from '../../cli/executor/executing.ts';
import type { Executor } from '../../cli/executor/executor.ts';
import { renderedFrom } from '../../cli/rendered.ts';
import { mail } from '../../counterexamples/formats/mail.ts';
import { SHORTEST_WITHIN } from '../../properties/checker/check.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { RowMisfit } from './misfit.ts';
import type { Shown, ShownRace } from './race.ts';
import { requireAskable } from './row.ts';
import { verdictAt } from './verdicts.ts';

/** As `kioctx prove` does. Null: it is not violated. */
async function violation(
  executor: Executor,
  { scenario, kernel, property }: Shown,
): Promise<ConfirmedViolation | null> {
  const { decisions } = await executor.run('decide', {
    scenario: shippedScenario(scenario),
    patch: kernel,
    properties: [property],
    options: { keepGraph: true, leaving: {}, shortestWithin: SHORTEST_WITHIN },
    sharers: 1,
  });
  return decisions[0]?.violation?.confirmed ?? null;
}

/** `context proc.label` of the last step. */
const lastOf = ({ trace }: ConfirmedViolation): string | undefined =>
  trace.schedule.findLast((line) => !line.includes(' ? '));

/** As `kioctx show --as mail` tells what shows the race first, without the command that replays a file. Throws RowMisfit. */
export const mailOf = (race: ShownRace): Promise<string> =>
  executing({ called: [], quiet: true }, async (executor) => {
    requireAskable(race);
    const { id, shows, closedBy = [] } = race;
    const mails: string[] = [];
    for (const shown of shows) {
      // oxlint-disable-next-line no-await-in-loop -- searches, one after the other
      const found = await violation(executor, shown);
      requireRow(id, shown, found);
      // oxlint-disable-next-line no-await-in-loop -- the same
      if (mails.length === 0) mails.push(await told(executor, found));
    }
    const open = closedBy.find((kernel) => verdictAt(shows, kernel) !== 'holds');
    if (open !== undefined)
      throw new RowMisfit(`${id}: expected ${open} to close it; the search says that it does not`);
    return mails.join('\n');
  });

const told = async (executor: Executor, found: ConfirmedViolation): Promise<string> =>
  mail(renderedFrom({ ...(await explainedBy(executor, found, STATES_ASKED_FOR)), path: null }));

function requireRow(
  id: string,
  { scenario, kernel, property, says, last }: Shown,
  found: ConfirmedViolation | null,
): asserts found is ConfirmedViolation {
  const expected = `${id}: expected that ${kernel} violates ${property} in ${scenario}: ${says}`;
  if (found === null) throw new RowMisfit(`${expected}; the search says that it does not`);
  if (found.message !== says) throw new RowMisfit(`${expected}; the search says: ${found.message}`);
  const end = lastOf(found);
  if (last !== undefined && end !== last)
    throw new RowMisfit(`${expected}, by ${last}; the shortest schedule ends with ${end}`);
}
