/** `kioctx/linux` and `kioctx/model` have what patches name. */
import { describe, expect, it } from 'vitest';
import { unpatched } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import * as model from '../../model/index.ts';
import * as linux from '../../model/linux.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../ground-truth/truth.ts';

const { procs } = closeWorld(worldOf(shippedScenario('dw1-reader')), unpatched).program;
/** How tasks are started is no function of Linux. */
const OURS = 'user';

describe('kioctx/linux', () => {
  it.each(procs.filter(({ at }) => at !== OURS).map(({ name }) => name))('has %s', (name) => {
    expect((linux as Record<string, unknown>)[name]).toMatchObject({ name });
  });

  it('and kioctx/model have no name in common, so that one can be imported beside the other', () => {
    expect(Object.keys(linux).filter((name) => name in model)).toEqual([]);
  });
});
