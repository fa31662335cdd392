/** A patch, proved in a scenario over every schedule. Copy it for a patch of yours. */
import { describe, expect, it } from 'vitest';
import { closeWorld, PackedMachine, parseScenario, type Patch, patchByName, worldOf } from 'kioctx/model';
import { type AioProperty, check, properties } from 'kioctx/properties';

const scenario = parseScenario({
  version: 1,
  name: 'a buffered write and a reader',
  ring_nr: 4,
  iocbs: [{ op: 'buffered' }],
  tasks: [
    { name: 'submitter', calls: [{ io_submit: [0] }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: 1 } }] },
  ],
});

/** A shipped patch; one of yours is imported, and `compose([one, other])` is what `--patch one+other` is. */
function shipped(name: string): Patch {
  const found = patchByName(name);
  if (!found.ok) throw new Error(`there is no patch ${found.unknown}`);
  return found.patch;
}

/** What is wrong, by property; a property that holds is not in it. A search without a bound decides all. */
function wrongWith(patch: Patch, asked: readonly AioProperty[]): Record<string, string> {
  const machine = new PackedMachine(closeWorld(worldOf(scenario), patch));
  const wrong = check(machine, asked).judgements.flatMap(({ property, verdict, violation }) =>
    verdict === 'holds' || verdict === 'not-applicable' ? [] : [[property.name, violation?.message ?? verdict]],
  );
  return Object.fromEntries(wrong) as Record<string, string>;
}

describe('a buffered write', () => {
  it('wakes its reader in 2.6.20, on every schedule', () => {
    expect(wrongWith(shipped('2.6.20'), properties)).toEqual({});
  });

  it('does not under post-eiocbqueued', () => {
    expect(Object.keys(wrongWith(shipped('post-eiocbqueued'), properties)).toSorted()).toEqual([
      'no-hang',
      'no-lost-wakeup',
    ]);
  });
});
