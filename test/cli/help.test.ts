/** `--help` of each command: its examples can be run as they stand, and come to an exit code that is told there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { packaged } from './program.ts';
import { folder } from './run.ts';
import { withoutPromise } from './seed-diffs.ts';

const scenario = {
  version: 1,
  name: 'mine',
  ring_nr: 4,
  iocbs: [{ op: 'buffered' }],
  tasks: [{ name: 'a', calls: [{ io_submit: [0] }] }],
};
const files = {
  'fix.patch': withoutPromise,
  'mine.json': JSON.stringify(scenario),
  'mine.ts': patchModule({ default_: changing({ name: 'mine' }) }).replace(
    'export const default_: Patch =',
    'export default',
  ),
  'mine.trace.json': readFileSync(packaged('counterexamples/corpus/no-wake.no-lost-wakeup.trace.json'), 'utf8'),
};
/** `start` takes a minute, and is run by `npm start`. */
const COMMANDS = [
  'prove',
  'outcomes',
  'run',
  'shrink',
  'replay',
  'show',
  'explain',
  'explore',
  'graph',
  'list',
  'check',
  'lift',
  'start',
];

const helpOf = async (...command: readonly string[]) => (await folder().run([...command, '--help'])).stdout;

it('the program names the commands that have examples', async () => {
  const named = [...(await helpOf()).matchAll(/^ {2}(\w+) (?:\[|<)/gm)].map(([, name = '']) => name);
  expect(named.filter((name) => name !== 'help').toSorted()).toEqual(COMMANDS.toSorted());
});

describe.concurrent('the help of', () => {
  it.for(COMMANDS)('%s ends in two examples, and in the exit codes, which are theirs', async (command) => {
    const [, after = ''] = (await helpOf(command)).split('\nExamples:\n');
    const examples = [...after.matchAll(/^ {2}npx kioctx (.+)$/gm)].map(([, line = '']) => line.split(' '));
    const [, codes = ''] = /^Exit codes: (.*)\.$/m.exec(after) ?? [];
    expect(examples.map(([name]) => name)).toEqual([command, command]);
    const told = [...codes.matchAll(/\b(\d+) /g)].map(([, code]) => Number(code));
    expect(told).toEqual(expect.arrayContaining([0, 2, 70, 74]));
    if (command === 'start') return;
    for (const example of examples) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in a folder of its own
      const { code, stderr } = await folder(files).run(example);
      expect({ example, stderr, isTold: told.includes(code as number), isBadInput: code === 2 }).toEqual({
        example,
        stderr: '',
        isTold: true,
        isBadInput: false,
      });
    }
  });
});
