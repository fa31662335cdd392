/** Modules of the user's in a page, whose answers depend on more than the modelled state. */
import { describe, expect, it } from 'vitest';
import { edit } from '../../../model/kernel.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import type { Patch } from '../../../model/core/index.ts';
import { runToEnd } from '../../../model/core/index.ts';
import { type Brought, Catalogue, PageIssue } from '../../../counterexamples/page/engine/catalogue.ts';
import { INSTANCES } from '../../../counterexamples/page/engine/ask-again.ts';
import { proving } from '../../../counterexamples/page/engine/prove.ts';
import { PageTasks } from '../../../counterexamples/page/engine/tasks.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';
import { each } from '../../../properties/checker/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** Beside what the step does there, it may do something of its own. */
const patchOf = (extra: () => void): Patch => ({
  name: 'mine',
  summary: 'a test',
  hunks: [
    {
      name: 'counts',
      standsFor: 'a test',
      edits: [
        edit(aio_complete, {
          before: { active: { mine: { line: 1, c: 'mine()', run: extra } } },
        }),
      ],
    },
  ],
});

const propertyOf = (says: (users: number) => string | null): AioProperty => ({
  name: 'mine',
  meaning: 'a test',
  reason: 'a test',
  antecedent: { text: 'a request is there', reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('kioctx', (k, _, ctx) => says(k.kioctx(ctx).users)),
});

/** Instances as the bundle makes them: each with variables of its own. */
const instances = (make: (nth: number) => Brought): readonly Brought[] =>
  Array.from({ length: INSTANCES }, (_, nth) => make(nth));

/** The patch that is asked about, or the shipped one under which the property is. */
function proved([first, ...fresh]: readonly Brought[], patch: string, property = 'no-leak') {
  const world = { scenario: shippedScenario('buffered'), patch };
  return runToEnd(proving(new Catalogue(first), { world, properties: [property] }, fresh));
}

describe('a patch', () => {
  const bringing = (extra: () => () => void) => instances(() => ({ patches: [patchOf(extra())], properties: [] }));

  it('that depends on the state alone is proved', () => {
    const { rows, clip } = proved(
      bringing(() => () => {}),
      'mine',
    );
    expect([rows[0]?.verdict, clip]).toEqual(['holds', null]);
  });

  it('whose step fails when it was run before is told, and nothing is proved', () => {
    const failing = bringing(() => {
      let runs = 0;
      return () => {
        if (runs++ === 0) return;
        throw new Error('it was run before');
      };
    });
    expect(() => proved(failing, 'mine')).toThrow(/it was run before|depends on more than the state/);
  });

  it('that does otherwise in its second instance is told as an issue of the page', () => {
    let made = 0;
    const failing = bringing(() => {
      const nth = made++;
      return () => {
        if (nth > 0) throw new Error('another instance');
      };
    });
    expect(() => proved(failing, 'mine')).toThrow(PageIssue);
  });

  it('is clipped, and holds nothing, where no instance is left to be asked once more', () => {
    const [first] = bringing(() => () => {});
    const { rows, clip, limit } = proved([first as Brought], 'mine');
    expect([rows[0]?.verdict, clip]).toEqual(['clipped', 'limit']);
    expect(limit).toBe('what the modules of this page answer could not be asked again; load the page anew');
  });

  it('beside which a shipped one is asked about uses no instance up', () => {
    const [first] = bringing(() => () => {});
    expect(proved([first as Brought], '2.6.20').rows[0]?.verdict).toBe('holds');
  });
});

describe('a property', () => {
  const bringing = (says: () => (users: number) => string | null) =>
    instances(() => ({ patches: [], properties: [propertyOf(says())] }));
  const differs = /property mine depends on more than the state.*; expected modules whose answers depend on/;

  it('that depends on the state alone is proved', () => {
    const all = bringing(() => (users) => (users > 99 ? 'too many' : null));
    expect(proved(all, '2.6.20', 'mine').rows[0]?.verdict).toBe('holds');
  });

  it('that counts how often it is asked is told', () => {
    const counting = bringing(() => {
      let asked = 0;
      return (users) => (users > 99 || asked++ === 2 ? 'too many' : null);
    });
    expect(() => proved(counting, '2.6.20', 'mine')).toThrow(
      /property mine depends on more than the state: asked again/,
    );
  });

  it('that remembers what it saw before is told, too', () => {
    const remembering = bringing(() => {
      let most = 0;
      return (users) => {
        const before = most;
        most = Math.max(most, users);
        return before > users ? 'fewer than before' : null;
      };
    });
    expect(() => proved(remembering, '2.6.20', 'mine')).toThrow(differs);
  });
});

describe('the tasks of one page', () => {
  const world = { scenario: shippedScenario('buffered'), patch: 'mine' };
  const asked = { world, properties: ['no-leak'] };

  it('prove twice what each proof has instances for, and then say that none are left', () => {
    const all = instances(() => ({ patches: [patchOf(() => {})], properties: [] }));
    const tasks = new PageTasks(all[0], all.slice(1));
    const verdicts: (string | undefined)[] = [];
    for (let proof = 0; proof < 8; proof++) verdicts.push(runToEnd(tasks.run('prove', asked)).rows[0]?.verdict);
    expect(verdicts[0]).toBe('holds');
    expect(verdicts.at(-1)).toBe('clipped');
    expect(verdicts.lastIndexOf('holds')).toBe(verdicts.indexOf('clipped') - 1);
  });

  it('of a page without a worker share the instances that were asked nothing before', () => {
    const [first, ...fresh] = instances(() => ({ patches: [patchOf(() => {})], properties: [] }));
    const before = fresh.length;
    runToEnd(new PageTasks(first, fresh).run('prove', asked));
    expect(fresh.length).toBeLessThan(before);
    fresh.length = 0;
    expect(runToEnd(new PageTasks(first, fresh).run('prove', asked)).rows[0]?.verdict).toBe('clipped');
  });
});
