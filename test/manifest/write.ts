/** Writes properties/aio/manifest.json anew from what the model does now (`npm run manifest`): read the diff before you keep it. */
import { writeFileSync } from 'node:fs';
import { PackedMachine } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { shippedScenarioNames } from '../../model/scenarios/index.ts';
import { worldOf } from '../../model/scenarios/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { check } from '../../properties/property.ts';
import { shippedScenario } from '../ground-truth/truth.ts';

/** Left to the ground-truth tests: each takes the main job more than a few seconds. */
const LARGE = new Set([
  'dw1-reader-may-destroy',
  'one-dw-two-readers',
  'one-sub-two-readers',
  'queued-cancel-reader',
  'queued-cancel-reader-block',
  'queued-dw-reader',
  'retry1-last-destroy',
  'retry1-reader-destroy',
  'retry2-destroy',
  'three-buf-min2-two-readers',
  'three-dw-ring3',
  'three-dw-ring4',
  'two-buf-reader-may',
  'two-dw-r1r1',
  'two-dw-r2',
]);

const lines = shippedScenarioNames()
  .filter((name) => !LARGE.has(name))
  .map((name) => {
    const world = worldOf(shippedScenario(name));
    const patches = shippedPatches.map((patch) => {
      const { judgements, exploration, schedules } = check(new PackedMachine(closeWorld(world, patch)), properties, {
        keepGraph: true,
      });
      const { states, transitions } = exploration;
      const verdicts = judgements
        .filter(({ verdict }) => verdict !== 'holds')
        .map(({ property, verdict }) => [property.name, verdict]);
      const entry = { states, transitions, schedules: String(schedules?.all), verdicts: Object.fromEntries(verdicts) };
      return `    ${JSON.stringify(patch.name)}: ${JSON.stringify(entry)}`;
    });
    return `  ${JSON.stringify(name)}: {\n${patches.join(',\n')}\n  }`;
  });
writeFileSync(new URL('../../properties/aio/manifest.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
