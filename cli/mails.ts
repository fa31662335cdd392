/** Violations as mails, for reports that are read without the traces. */
import { mail } from '../counterexamples/formats/mail.ts';
import type { Counterexample } from './counterexample.ts';
import { explainedAll } from './explained.ts';
import type { JunitRow, Mails } from './junit.ts';
import { renderedFrom } from './rendered.ts';

/** `found`: the schedules of the violations, as far as they are known. */
export async function mailsOf(
  rows: readonly JunitRow[],
  found: readonly Counterexample[],
  quiet: boolean | undefined,
): Promise<Mails> {
  const explained = await explainedAll(found, quiet);
  const mails = new Map<JunitRow, string>();
  for (const row of rows) {
    const { patch, scenario, property, verdict } = row;
    const one = explained.find(
      (each) => each.patch.name === patch && each.scenario.name === scenario && each.property.name === property,
    );
    if (verdict === 'violated' && one !== undefined) mails.set(row, mail(renderedFrom(one)));
  }
  return mails;
}
