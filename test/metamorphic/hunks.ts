/**
 * Hunks that change nothing, put on top of a patch:
 *
 * - every step is replaced by itself, and a `go` step that only falls through is put in front of every step. Control passes a `go`
 *   step on its way to the next action, so that both leave the state graph as it was. Not at the head of a function whose entry is
 *   recorded: it is entered with its first step, and a `go` step is passed with the action before it;
 * - an action that looks at nothing is put in front of an action. Others could go between that one and the step before it anyhow:
 *   there are more states, and nothing else. Not so at the head of a context that waits to be called, an interrupt or the worker,
 *   which would then begin unasked: `startsUnasked` of wrong.ts. And not in front of a `go` step, which may take down what the
 *   action before it did, in the same moment.
 */
import { closeWorld } from '../../model/closed-world.ts';
import { type AnyProc, compose, type Edit, type Hunk, type Patch, type Program } from '../../model/core/index.ts';
import { edit } from '../../model/kernel.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import type { Dice } from '../oracle/dice.ts';
import type { Facts, Subject } from './facts.ts';
import type { Transformation } from './transformation.ts';

type LinkedProc = Program['procs'][number];

const modelOf = ({ scenario, patch }: Subject) => closeWorld(worldOf(scenario), patch);
const programOf = (subject: Subject): Program => modelOf(subject).program;

/** The steps that some hunk replaces or removes, which no other may. */
export const claimedBy = (patch: Patch): ReadonlySet<string> =>
  new Set(
    patch.hunks.flatMap(({ edits }) => edits.flatMap(({ proc, claims }) => claims.map((label) => `${proc}.${label}`))),
  );

/** `edit` wants no more of a proc than its name. */
export const editOf = (proc: string, changes: object): Edit => edit({ name: proc } as AnyProc, changes as never);

/** On top of the patch. */
export const onTop = (patch: Patch, name: string, edits: readonly Edit[]): Patch => {
  const hunk: Hunk = { name, standsFor: 'a test', edits };
  return { ...compose([patch, { name, summary: 'a test', hunks: [hunk] }]), name: patch.name };
};

export const everyStepReplaced: Transformation = {
  name: 'every step is replaced by itself',
  keeps: 'graph',
  of(subject) {
    const claimed = claimedBy(subject.patch);
    const edits = programOf(subject).procs.map(({ name, steps }) => {
      const free = steps.filter(({ label }) => !claimed.has(`${name}.${label}`));
      return editOf(name, { replace: Object.fromEntries(free.map(({ label, source }) => [label, { ...source }])) });
    });
    return { ...subject, patch: onTop(subject.patch, 'same', edits), what: `${edits.length} functions are edited` };
  },
};

const fallThrough = { line: 0, c: '/* nothing */', go: () => undefined };

export const goStepsInserted: Transformation = {
  name: 'a go step that falls through stands before every step',
  keeps: 'graph',
  of(subject) {
    const { program, ghost } = modelOf(subject);
    const edits = program.procs.map(({ name, steps }) => {
      const places = ghost?.entered?.[name] === undefined ? steps : steps.slice(1);
      return editOf(name, {
        before: Object.fromEntries(places.map(({ label }) => [label, { [`to_${label}`]: fallThrough }])),
      });
    });
    return {
      ...subject,
      patch: onTop(subject.patch, 'fall-through', edits),
      what: `${edits.length} functions are edited`,
    };
  },
};

export const nothing = { line: 0, c: '/* nothing */', run: () => undefined };

export const actionInserted: Transformation = {
  name: 'an action that looks at nothing stands before an action',
  keeps: 'verdicts',
  of(subject, facts, dice) {
    const place = someAction(subject, facts, dice);
    if (place === null) return null;
    const [name, label] = place;
    const edits = [editOf(name, { before: { [label]: { [`to_${label}`]: nothing } } })];
    return { ...subject, patch: onTop(subject.patch, 'nothing', edits), what: `it stands before ${name}.${label}` };
  },
};

/** One that is taken, and at which no context begins. */
function someAction(subject: Subject, { taken }: Facts, dice: Dice): readonly [proc: string, label: string] | null {
  const { program, contexts } = closeWorld(worldOf(subject.scenario), subject.patch);
  const idling = new Set(contexts.filter(({ idles }) => idles).map(({ entry }) => entry.name));
  const isHead = ({ name }: LinkedProc, at: number) => at === 0 && idling.has(name);
  const places = program.procs.flatMap((proc) =>
    proc.steps.flatMap(({ label, id, does }, at) =>
      does === 'act' && taken.has(id) && !isHead(proc, at) ? [[proc.name, label] as const] : [],
    ),
  );
  return places.length === 0 ? null : dice.pick(places);
}
