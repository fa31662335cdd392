/** Every statement of the model is passed in some shipped scenario, and which. */
import { describe, expect, it } from 'vitest';
import { type Machine, PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { expectedOf, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { explore } from '../../../properties/search/explore.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** Labels that nothing can lead to, each with the reason. */
const unreachable: Readonly<Record<string, string>> = {
  'do_sync_read.wait': 'no read of a sync kiocb is queued: direct I/O waits, and retries bring their bytes',
  'do_sync_write.wait_retry': 'no file here has a write that returns -EIOCBRETRY',
  'dio_bio_end_aio.wake': 'an asynchronous dio has no waiter: its submitter waits only when it is not asynchronous',
};

/** Beyond this many states a scenario has shown what it has. */
const ENOUGH = 100_000;

/** Calls `seen` with every label that control passes while the machine is explored. */
function passing(machine: Machine, seen: (label: string) => void): void {
  machine.record(true);
  const fire = machine.fire.bind(machine);
  machine.fire = (context) => {
    const fired = fire(context);
    for (const { proc, label } of machine.passed()) seen(`${proc}.${label}`);
    return fired;
  };
  explore(machine, {}, { maxStates: ENOUGH });
}

const sizeOf = (scenario: string): number => expectedOf(scenario, '2.6.20')?.states ?? 0;

describe('the statements of the model', () => {
  const files = new Map<string, string>();
  const witnesses = new Map<string, string>();
  for (const scenario of manifestScenarios().toSorted((a, b) => sizeOf(a) - sizeOf(b)))
    for (const patch of shippedPatches) {
      const model = closeWorld(worldOf(shippedScenario(scenario)), patch);
      for (const { at, steps } of model.program.procs) for (const { id } of steps) files.set(id, at);
      if (files.size > 0 && [...files.keys()].every((label) => witnesses.has(label) || label in unreachable)) continue;
      passing(new PackedMachine(model, { memoWords: 0 }), (label) => {
        if (!witnesses.has(label)) witnesses.set(label, `${scenario}, ${patch.name}`);
      });
    }
  const missed = [...files.keys()].filter((label) => !witnesses.has(label));

  it('of fs/aio.c are each passed in some shipped scenario, which is its witness', () => {
    const labels = [...files].filter(([, at]) => at.startsWith('fs/aio.c')).map(([label]) => label);
    for (const label of labels) console.log(`${label}: ${witnesses.get(label) ?? 'no witness'}`);
    expect(labels.length).toBeGreaterThan(200);
    expect(labels.filter((label) => !witnesses.has(label))).toEqual([]);
  });

  it('of all other files too, but for those that nothing can lead to', () => {
    console.log(`${witnesses.size} of ${files.size} labels passed; out of reach: ${missed.join(', ')}`);
    expect(missed.toSorted()).toEqual(Object.keys(unreachable).toSorted());
  });
});
