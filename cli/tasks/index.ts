/**
 * All that runs patches and properties, as tasks: what goes in and what comes out is plain data, so that each can be done in
 * this thread or in another. Code that is not ours is never done in the main thread.
 */
import { decide } from './decide.ts';
import { examine } from './examine.ts';
import { explain, states } from './explain.ts';
import { writeGraph } from './graph.ts';
import { introduce } from './introduce.ts';
import { listKernel } from './list-kernel.ts';
import { minimize } from './minimize.ts';
import { offer } from './offer.ts';
import { collectOutcomes } from './outcomes.ts';
import { replay } from './replay.ts';
import { replayRelaxed } from './replay-relaxed.ts';
import { search } from './search.ts';

export const tasks = {
  introduce,
  examine,
  decide,
  collectOutcomes,
  writeGraph,
  search,
  replay,
  replayRelaxed,
  minimize,
  explain,
  states,
  offer,
  listKernel,
};
