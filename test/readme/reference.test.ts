/** docs/reference: what it says is what the program has. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LISTS } from '../../cli/options.ts';
import { properties } from '../../properties/aio/index.ts';
import { base } from '../cli/made-up-rows.ts';
import { packaged } from '../cli/program.ts';
import { folder } from '../cli/run.ts';

const textOf = (page: string): string => readFileSync(packaged(`docs/reference/${page}.md`), 'utf8');
/** The keys in the first column of the table below a heading, some of which share a line. */
const keysBelow = (heading: string): string[] => {
  const section =
    textOf('formats')
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  const cells = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, key = '']) => key));
};
/** All keys of a JSON value's objects at the top. */
const jsonOf = async (args: readonly string[]) =>
  JSON.parse((await folder().run(args)).stdout) as Record<string, unknown>;

describe('the reference of properties', () => {
  const sections = textOf('properties').split(/^## /m).slice(1);

  it('has them in the order of the list', () => {
    expect(sections.map((section) => section.split('\n')[0])).toEqual(properties.map(({ name }) => name));
  });
  it.each(properties.map((property, nth) => [property.name, property, nth] as const))(
    'says of %s what it says of itself',
    (_, property, nth) => {
      const section = sections[nth] ?? '';
      for (const part of [property.meaning, property.reason, `**Antecedent**: ${property.antecedent.text}. `])
        expect(section).toContain(part);
    },
  );
});

describe('the reference of formats', () => {
  it('has the keys of a verdict', () => {
    expect(keysBelow('Verdicts').toSorted()).toEqual(Object.keys(base).toSorted());
  });
  it('has the keys of an outcome', async () => {
    const { outcomes, ...more } = await jsonOf(['outcomes', 'buffered', '--patch', '2.6.20', '--json']);
    expect(keysBelow('Outcomes').toSorted()).toEqual(Object.keys((outcomes as object[])[0] as object).toSorted());
    const told = textOf('formats');
    expect(Object.keys(more).filter((key) => !told.includes(`\`${key}\``))).toEqual([]);
  });
  it('has the keys of a trace', async () => {
    const here = folder();
    await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion', '--quiet']);
    const file = here.contents().find((path) => path.endsWith('.trace.json')) ?? '';
    const trace = JSON.parse(here.read(file)) as { minimal: object };
    expect(keysBelow('Trace').toSorted()).toEqual(Object.keys(trace).toSorted());
    const told = textOf('formats');
    expect(Object.keys(trace.minimal).filter((key) => !told.includes(`\`${key}\``))).toEqual([]);
  });
  it('has what run --json adds', async () => {
    const { results } = await jsonOf(['run', 'no-leak', '--patch', '2.6.20', '--runs', '1', '--seed', '1', '--json']);
    const told = textOf('formats');
    expect(Object.keys((results as object[])[0] as object).filter((key) => !told.includes(`\`${key}\``))).toEqual([]);
  });
});

describe('the reference of commands', () => {
  it('has every list and every command', async () => {
    const told = textOf('commands');
    const { stdout } = await folder().run(['--help']);
    const named = [...stdout.matchAll(/^ {2}(\w+) (?:\[|<)/gm)].map(([, name = '']) => name);
    const commands = named.filter((name) => name !== 'help' && name !== 'start');
    expect(commands.length).toBeGreaterThan(6);
    expect(commands.filter((name) => !told.includes(`npx kioctx ${name}`))).toEqual([]);
    expect(LISTS.filter((name) => !told.includes(name))).toEqual([]);
  });
});
