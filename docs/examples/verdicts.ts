/** Searches a model through every schedule, and prints what that comes to. The same for all examples. */
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explain, narrate, summary } from 'kioctx/counterexamples';
import { type Model, PackedMachine } from 'kioctx/model';
import { check, type Judgement, type Property, sound } from 'kioctx/properties';

/** One row per property, and one for the model itself; below them, for each that is violated, a schedule. */
export function printVerdicts<K>(title: string, model: Model, properties: readonly Property<K>[]): void {
  const { judgements, exploration } = check<K>(new PackedMachine(model), [...properties, sound]);
  const { states, transitions, ends } = exploration;
  console.log(`\n${title}: ${states} states, ${transitions} transitions; ends: ${ends.done} done, ${ends.stuck} stuck`);
  printTable(judgements.map(({ property, verdict }) => [property.name, verdict]));
  for (const judgement of judgements) if (judgement.violation !== null) printSchedule(model, judgement);
  for (const judgement of judgements)
    if (judgement.violation !== null) printWhy(model, judgement, [...properties, sound]);
}

/** What goes wrong, and which orders and choices decide that it does. */
function printWhy<K>(model: Model, { property, violation }: Judgement<K>, asked: readonly Property<K>[]): void {
  const { message, turns } = violation as NonNullable<typeof violation>;
  const explanation = explain<K>({ model, property, asked, turns });
  for (const line of explanation === null ? [] : summary(explanation, message)) console.log(`  ${line}`);
}

/** Each step with its context and its statement, as a trace file names them. */
function printSchedule<K>(model: Model, { property, violation }: Judgement<K>): void {
  const { message, turns, isShortest } = violation as NonNullable<typeof violation>;
  console.log(`\n  ${property.name}: ${message}, after ${turns.length} steps${isShortest ? ', the fewest' : ''}`);
  const { steps } = narrate(model, turns);
  printTable(steps.map(({ context, step, statements }) => [`  ${context}`, step, statements[0]?.c ?? '']));
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  for (const row of rows) console.log(`  ${row.map((cell, i) => cell.padEnd(widthOf(i))).join('  ')}`.trimEnd());
}

/** Whether Node was started with the module, and no other module imports it. */
export function isRun(url: string): boolean {
  const [, main] = process.argv;
  return main !== undefined && existsSync(main) && realpathSync(main) === fileURLToPath(url);
}
