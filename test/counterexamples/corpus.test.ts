/** The failures that are kept in counterexamples/corpus: each still fails, as small as it says, and only where it should. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { knownFailure } from '../../cli/tasks/known-failure.ts';
import { confirmViolation } from '../../cli/tasks/confirm.ts';
import { textOf } from '../../cli/traces.ts';
import { corpus } from '../../cli/corpus.ts';
import { follow } from '../../counterexamples/follow.ts';
import { minimizing, withoutIdleFaults } from '../../counterexamples/aio/minimum.ts';
import { readTrace } from '../../counterexamples/aio/read-trace.ts';
import type { ViolatedTrace } from '../../counterexamples/aio/trace.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { type Machine, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';
import { mutants } from '../../model/mutants/index.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { type AioProperty, properties } from '../../properties/aio/index.ts';
import { Run } from '../../properties/aio/runs.ts';
import { violationHere } from '../../properties/checker/questions.ts';
import { fireTurn } from '../../properties/search/turn.ts';
import { kernel } from '../properties/aio/decide.ts';

const folder = fileURLToPath(new URL('../../counterexamples/corpus/', import.meta.url));

interface Kept {
  readonly file: string;
  readonly text: string;
  readonly trace: ViolatedTrace;
}

function read(file: string): Kept {
  const text = readFileSync(`${folder}${file}`, 'utf8');
  const { trace } = readTrace(text, file) as { trace: ViolatedTrace };
  return { file, text, trace };
}

const kept = readdirSync(folder)
  .filter((file) => file.endsWith('.trace.json'))
  .map(read);

const propertyOf = ({ property }: ViolatedTrace): AioProperty =>
  properties.find(({ name }) => name === property) as AioProperty;

/** What is wrong after each step, from the start on. */
function wrongs(machine: Machine, trace: ViolatedTrace): (string | null)[] {
  const followed = follow(machine, trace.schedule);
  if (!followed.ok) throw new Error(`line ${followed.misfit.line} does not fit: ${followed.misfit.why}`);
  const property = propertyOf(trace);
  machine.reset();
  return followed.turns.map((turn) => violationHere(machine, property, fireTurn(machine, turn).findings));
}

const models = ({ scenario, patch }: ViolatedTrace) => closeWorld(worldOf(scenario), kernel(patch));

describe.each(kept)('$file', ({ file, text, trace }) => {
  it('is named for a mutant and the property that it violates', () => {
    const [mutant, property, ...rest] = file.split('.');
    expect(trace.patch.split('+').at(-1)).toBe(mutant);
    expect([property, ...rest]).toEqual([trace.property, 'trace', 'json']);
  });

  it('violates its property at its last step and not before, on both machines', () => {
    const [packed, reference] = [new PackedMachine(models(trace)), new ReferenceMachine(models(trace))].map((machine) =>
      wrongs(machine, trace),
    );
    expect(packed).toEqual(reference);
    expect(packed).toEqual([...Array<null>(trace.minimal.steps - 1).fill(null), trace.finding.message]);
  });

  it('is certified, and as large as it says', () => {
    const { scenario, schedule, minimal } = trace;
    const choices = schedule.filter((line) => line.includes(' ? '));
    const steps = schedule.filter((line) => !choices.includes(line)).map((line) => line.split(' ')[0]);
    expect(minimal).toEqual({
      tasks: scenario.tasks.length,
      requests: scenario.iocbs.length,
      faults: choices.filter((line) => !line.endsWith('=0')).length,
      switches: steps.filter((context, i) => i > 0 && context !== steps[i - 1]).length,
      steps: steps.length,
      certified: true,
    });
  });

  it('shrinks to itself, to the last byte', () => {
    const patch = kernel(trace.patch);
    const property = propertyOf(trace);
    const closed = (scenario: Scenario) => new PackedMachine(closeWorld(worldOf(scenario), patch));
    const machine = closed(trace.scenario);
    const followed = follow(machine, trace.schedule);
    const turns = followed.ok ? followed.turns : [];
    const slices = minimizing(Run.of(trace.scenario, machine, turns), property, closed);
    let slice = slices.next();
    while (!slice.done) slice = slices.next();
    const minimum = slice.value;
    if (minimum === null) throw new Error('does not fail');
    expect(minimum.isMinimal).toBe(true);
    const lean = withoutIdleFaults(minimum);
    const subject = { scenario: lean.scenario, patch, property };
    const model = closeWorld(worldOf(lean.scenario), patch);
    expect(textOf(confirmViolation(model, subject, lean.turns, 'minimal').trace)).toBe(text);
  });
});

describe('the corpus', () => {
  it('has a failure of every mutant, and of every property', () => {
    const guilty = new Set(kept.map(({ file }) => file.split('.')[0] ?? ''));
    expect([...guilty].toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
    const violated = new Set(kept.map(({ trace }) => trace.property));
    expect([...violated].toSorted()).toEqual(properties.map(({ name }) => name).toSorted());
  });

  it('is what run reads, and holds nothing else', () => {
    const files = readdirSync(folder).filter((file) => file !== 'README.md');
    expect(corpus().map(({ file }) => file.slice(file.lastIndexOf('/') + 1))).toEqual(files.toSorted());
    expect(corpus().map(({ trace }) => trace)).toEqual(kept.map(({ trace }) => trace));
  });

  it.each(shippedPatches.map((patch) => [patch.name, patch] as const))('has no failure of %s', (_, patch) => {
    const failures = properties.map((property) => knownFailure(corpus(), patch, property)?.file ?? null);
    expect(failures.filter((file) => file !== null)).toEqual([]);
  });

  it('has the same failures of the mutants themselves', () => {
    for (const { trace } of kept) {
      const found = knownFailure(corpus(), kernel(trace.patch), propertyOf(trace));
      expect(found?.trace.property).toBe(trace.property);
      expect(found?.turns.length).toBeGreaterThan(0);
    }
  });
});
