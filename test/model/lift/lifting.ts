/** From the text of a diff to a patch that runs in this process, and what becomes of it in scenarios. */
import { transformSync } from 'esbuild';
import { expect } from 'vitest';
import { loadCParser } from '../../../cli/foreign/c-parser.ts';
import { kernelTree } from '../../../cli/lifted/kernel-tree.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, type Patch } from '../../../model/core/index.ts';
import * as userMemory from '../../../model/env/user-memory.ts';
import * as byHand from '../../../model/env/by-hand.ts';
import * as model from '../../../model/index.ts';
import type { LineFate } from '../../../model/lift/accounts.ts';
import { lift, type Lifted } from '../../../model/lift/lift.ts';
import * as linux from '../../../model/linux.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import * as world from '../../../model/world.ts';
import { properties } from '../../../properties/aio/index.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { check } from '../../../properties/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

export const parser = await loadCParser();

/** A source tree of Linux 2.6.20, where somebody has one: no test that needs it runs without. */
export const LINUX_TREE = process.env['LINUX_TREE'];

interface LiftOptions {
  readonly name?: string;
  readonly isReversed?: boolean;
  /** Functions that are changed are made anew whole, of the text of LINUX_TREE. */
  readonly isWhole?: boolean;
}

/** One text, or several that follow one another, each upon the result of those before. */
export type Texts = string | readonly string[];

export const liftTexts = (
  texts: Texts,
  { name = 'my', isReversed = false, isWhole = false }: LiftOptions = {},
): Lifted =>
  lift(parser, {
    textsOf: isWhole ? kernelTree(LINUX_TREE)?.textsOf : undefined,
    texts: [texts].flat().map((text, nth) => ({ file: `${nth + 1}.patch`, text })),
    name,
    isReversed,
    reports: [],
  });

export type Liftable = Extract<Lifted, { ok: true }>;

/** Throws Error where they are refused. */
export function lifted(texts: Texts, options: LiftOptions = {}): Liftable {
  const result = liftTexts(texts, options);
  if (result.ok) return result;
  throw new Error(refusals(result).join('\n'));
}

const refusals = (result: Lifted): string[] =>
  result.ok ? [] : result.issues.map(({ line, message, expected }) => `${line}: ${message}; expected ${expected}`);

/** What is said where they are refused, each with the line; none where they are lifted. */
export const refusalOf = (texts: Texts, options: LiftOptions = {}): string[] => refusals(liftTexts(texts, options));

/** What a lifted module may import. */
const installed: Readonly<Record<string, object>> = {
  'kioctx/linux': linux,
  'kioctx/model': model,
  'kioctx/model/env/user-memory.ts': userMemory,
  'kioctx/model/env/holders.ts': byHand,
  'kioctx/model/env/ledger.ts': byHand,
  'kioctx/model/env/world.ts': world,
};

function required(name: string): object {
  const found = installed[name];
  if (found === undefined) throw new Error(`a lifted module imports ${name}, which it may not`);
  return found;
}

/** The patch that a module exports. */
export function evaluated(module: string): Patch {
  const { code } = transformSync(module, { loader: 'ts', format: 'cjs' });
  const loaded: { exports: { default?: Patch } } = { exports: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is what is tested
  new Function('require', 'module', code)(required, loaded);
  const { default: patch } = loaded.exports;
  if (patch === undefined) throw new Error('the module exports no patch');
  return patch;
}

export const patchOf = (texts: Texts, options: LiftOptions = {}): Patch => evaluated(lifted(texts, options).module);

/** What becomes of a scenario under a patch, with every schedule searched. */
export interface Behaviour {
  /** By property. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly outcomes: readonly string[];
  /** What is left out, and some schedule comes to. */
  readonly unknown: string | null;
}

const machineOf = (scenario: string, patch: Patch) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));

export const verdictsOf = (scenario: string, patch: Patch): Behaviour['verdicts'] =>
  Object.fromEntries(
    check(machineOf(scenario, patch), properties, { keepGraph: true }).judgements.map(({ property, verdict }) => [
      property.name,
      verdict,
    ]),
  );

export const outcomesOf = (scenario: string, patch: Patch): Pick<Behaviour, 'outcomes' | 'unknown'> => {
  const { outcomes, unknown } = outcomeSet(machineOf(scenario, patch));
  return { outcomes: outcomes.map(canonical), unknown };
};

export const behaviour = (scenario: string, patch: Patch): Behaviour => ({
  verdicts: verdictsOf(scenario, patch),
  ...outcomesOf(scenario, patch),
});

/** How many states and transitions every schedule together has. */
export function sizeOf(scenario: string, patch: Patch): { readonly states: number; readonly transitions: number } {
  const { states, transitions } = outcomeSet(machineOf(scenario, patch)).exploration;
  return { states, transitions };
}

/** Line by line: what the diff has, and what it became. */
export const shownFates = (lines: readonly LineFate[]): string[] =>
  lines.map(
    ({ kind, text, fate }) => `${kind} ${text.trim()} => ${fate.is} ${fate.is === 'lifted' ? fate.as : fate.why}`,
  );

export const fatesOf = (texts: Texts): string[] => shownFates(lifted(texts).lines);

/** Fails where a patch does not do, on every schedule, what the other does. */
export function expectSame(scenario: string, patch: Patch, other: Patch): void {
  const found = behaviour(scenario, patch);
  const expected = behaviour(scenario, other);
  // Where the model has no room, a lifted patch comes to a trap, and a written one is told that it counts too far.
  if (expected.outcomes.some((outcome) => outcome.includes('"oops":"range:'))) {
    expect({ scenario, unknown: found.unknown }).toEqual({ scenario, unknown: expect.stringContaining('no room') });
    return;
  }
  expect({ scenario, unknown: found.unknown }).toEqual({ scenario, unknown: null });
  expect({ scenario, ...found }).toEqual({ scenario, ...expected });
}
