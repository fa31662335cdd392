import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames, shippedScenarioPath } from '../../../cli/shipped-scenarios.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';

const names = shippedScenarioNames();

describe('the shipped scenarios', () => {
  it('are listed by name, sorted', () => {
    expect(names).toMatchInlineSnapshot(`
      [
        "append1",
        "append1-destroy",
        "append1-osync",
        "append1-reader",
        "buffered",
        "buffered-last",
        "buffered-reader",
        "buffered-two-readers-signal",
        "buffered-until2",
        "buffered-wait2-signal",
        "dr1",
        "dr1-destroy",
        "dr1-reader",
        "dr1-sync",
        "dw1",
        "dw1-all-nosync",
        "dw1-bio",
        "dw1-cancel",
        "dw1-destroy",
        "dw1-destroy-inval",
        "dw1-exit",
        "dw1-inval",
        "dw1-inval-ring2",
        "dw1-last",
        "dw1-last-destroy",
        "dw1-last-reader",
        "dw1-last-reader-inval",
        "dw1-nowait",
        "dw1-osync",
        "dw1-osync-all",
        "dw1-osync-reader",
        "dw1-queued-sync",
        "dw1-reader",
        "dw1-reader-destroy",
        "dw1-reader-exit",
        "dw1-reader-inval",
        "dw1-reader-may",
        "dw1-reader-may-destroy",
        "dw1-reader-poll",
        "dw1-self-destroy",
        "dw1-sync",
        "dw1-until-may",
        "dw2",
        "dw2-bio",
        "dw2-inval",
        "dw2-inval-bio",
        "dw2-osync",
        "dw2-osync-inval",
        "one-dw-two-readers",
        "one-sub-two-readers",
        "queued",
        "queued-cancel",
        "queued-cancel-reader",
        "queued-cancel-reader-block",
        "queued-destroy",
        "queued-dw-reader",
        "queued-exit",
        "queued-last-destroy",
        "queued-nocancel-destroy",
        "queued-self-cancel",
        "queued-sync",
        "queued-two-cancel",
        "retry1",
        "retry1-cancel",
        "retry1-destroy",
        "retry1-exit",
        "retry1-last-destroy",
        "retry1-reader",
        "retry1-reader-destroy",
        "retry1-sync",
        "retry2",
        "retry2-destroy",
        "retry2-self-destroy",
        "setup-destroy",
        "three-buf-min2-two-readers",
        "three-dw-ring3",
        "three-dw-ring4",
        "two-buf-last",
        "two-buf-last-ring3",
        "two-buf-reader-may",
        "two-buf-until",
        "two-dw-own",
        "two-dw-r1",
        "two-dw-r1r1",
        "two-dw-r2",
        "two-dw-reap",
        "two-dw-ring2",
        "two-dw-seq",
      ]
    `);
  });

  it.each(names)('%s is accepted, is named as its file, and leaves no default to be filled in', (name) => {
    const text = readFileSync(shippedScenarioPath(name), 'utf8');
    const read = readScenario(text, `${name}.json`);
    expect(read).toEqual({ ok: true, scenario: JSON.parse(text) });
    expect(read).toHaveProperty('scenario.name', name);
  });

  it.each(names)('%s reads the same when it is written out again', (name) => {
    const read = readScenario(readFileSync(shippedScenarioPath(name), 'utf8'), name);
    expect(readScenario(JSON.stringify(read.ok && read.scenario), name)).toEqual(read);
  });
});
