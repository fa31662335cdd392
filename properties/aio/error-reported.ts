import { each } from '../property.ts';
import { type AioProperty, some, type KernelView, returnedBySync } from './kernel-view.ts';

const isError = (result: number): boolean => result < 0;

/** Something that the scenario lets fail failed for this request. */
function met(k: KernelView, iocb: number): boolean {
  const { invalidate, osync } = k.request(iocb);
  if (some(invalidate, isError) || some(osync, isError)) return true;
  const { bios, firstBio } = k.world.iocbs[iocb] ?? { bios: 0, firstBio: 0 };
  for (let n = 0; n < bios; n++) if (isError(k.bio(firstBio + n).ended_with)) return true;
  return false;
}

/** Which error is told when there are several is first-error-wins' matter; and whether there is an event, exactly-one-event's. */
export const errorReported: AioProperty = {
  name: 'error-reported',
  meaning:
    'In the end, no request that met an error has an event that says it went well, or, where it is read or written ' +
    'synchronously, a call that returns so.',
  reason:
    'The program believes its event, and its call. Told that a write went well, it forgets the data; if the page cache kept stale pages ' +
    'or the disk never got the blocks, they are gone without a word.',
  antecedent: {
    text: 'a request meets an error',
    reached: each('request', (k, _situation, iocb) => met(k, iocb)),
  },
  atEnd: each('request', (k, _situation, iocb) => {
    const isWellByCall = (returnedBySync(k, iocb) ?? -1) >= 0;
    if (!isWellByCall && !some(k.request(iocb).events_res, (res) => res >= 0)) return null;
    if (!met(k, iocb)) return null;
    return `request ${iocb} met an error, and its ${isWellByCall ? 'call returns' : 'event says'} that it went well`;
  }),
};
