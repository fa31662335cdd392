/** `npm run races`: writes docs/races.md anew from what the model does now (minutes). Read the diff before you keep it. */
import { writeFileSync } from 'node:fs';
import { tables } from './kernels.ts';
import { RowMisfit } from './misfit.ts';
import { columns, pageOf } from './page.ts';
import { shownRaces, soundRaces } from './races.ts';
import { mailOf } from './schedules.ts';
import { requireSound, verdictAt } from './verdicts.ts';

const PAGE = new URL('../../docs/races.md', import.meta.url);

async function main(): Promise<void> {
  const mails = new Map<string, string>();
  for (const race of shownRaces) {
    console.error(`${race.id}: ${race.what}`);
    // oxlint-disable-next-line no-await-in-loop -- searches, one after the other
    mails.set(race.id, await mailOf(race));
  }
  soundRaces.forEach(requireSound);
  for (const { base, names } of tables)
    for (const kernel of [base, ...names]) {
      console.error(kernel);
      for (const { shows } of columns) verdictAt(shows, kernel);
    }
  const page = pageOf({
    verdict: ({ shows }, kernel) => verdictAt(shows, kernel),
    mail: ({ id }) => mails.get(id) ?? '',
  });
  writeFileSync(PAGE, page);
}

main().catch((error: unknown) => {
  if (!(error instanceof RowMisfit)) throw error;
  console.error(`docs/races.md is not written: ${error.message}. Mend the row in test/races, or the model`);
  process.exitCode = 2;
});
