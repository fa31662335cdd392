/**
 * Writes properties/aio/manifest.json and manifest-large.json anew from what the model does now (`npm run manifest`): read the
 * diff before you keep it. With names of scenarios: those alone, into what is there, and rows that are missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { PackedMachine, type Patch } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { largeScenarios } from '../../properties/aio/manifest.ts';
import { check } from '../../properties/checker/check.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { optionsForLarge } from './large.ts';

/** Small ones are searched with nothing left out, so that schedules are counted. */
function entryOf(name: string, patch: Patch, isLarge: boolean): unknown {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(name)), patch));
  const { judgements, exploration, schedules } = check(machine, properties, isLarge ? optionsForLarge(name) : {});
  const { states, transitions, clipped } = exploration;
  if (clipped !== null) throw new Error(`${name}, ${patch.name}: ${clipped}`);
  const verdicts = judgements
    .filter(({ verdict }) => verdict !== 'holds')
    .map(({ property, verdict }) => [property.name, verdict]);
  const sizes = isLarge ? {} : { states, transitions, schedules: schedules?.all.toString() ?? null };
  return { ...sizes, verdicts: Object.fromEntries(verdicts) };
}

const only = process.argv.slice(2);

function write(file: string, names: readonly string[], isLarge: boolean): void {
  const at = new URL(`../../properties/aio/${file}`, import.meta.url);
  const known = JSON.parse(readFileSync(at, 'utf8')) as Record<string, Record<string, unknown>>;
  const lines = names.map((name) => {
    const isAsked = only.length === 0 || only.includes(name);
    const patches = shippedPatches.map((patch) => {
      const before = known[name]?.[patch.name];
      const entry = isAsked || before === undefined ? entryOf(name, patch, isLarge) : before;
      return `    ${JSON.stringify(patch.name)}: ${JSON.stringify(entry)}`;
    });
    return `  ${JSON.stringify(name)}: {\n${patches.join(',\n')}\n  }`;
  });
  writeFileSync(at, `{\n${lines.join(',\n')}\n}\n`);
}

const isLarge = (name: string) => largeScenarios.includes(name);
write(
  'manifest.json',
  shippedScenarioNames().filter((name) => !isLarge(name)),
  false,
);
write('manifest-large.json', shippedScenarioNames().filter(isLarge), true);
