import { showResult } from '../../model/include/linux/errno.ts';
import { each } from '../property.ts';
import { type AioProperty, elements, type KernelView, type RequestView, returnedBySync, some } from './kernel-view.ts';

const due = ({ first_error, own_result }: RequestView): number => (first_error === 0 ? own_result : first_error);

/** The results that a program was told of a request: in its events, or by the call that waited for its completion. */
function wasTold(k: KernelView, iocb: number, is: (result: number) => boolean): boolean {
  const { events_res, entered } = k.request(iocb);
  const returned = entered ? returnedBySync(k, iocb) : null;
  return some(events_res, is) || (returned !== null && is(returned));
}

/** An error counts as reported where the submission path puts it into the request's result or its pending error. */
export const firstErrorWins: AioProperty = {
  name: 'first-error-wins',
  meaning:
    'A request’s event carries the first error that the submission path reported after -EIOCBQUEUED, or, if it reported ' +
    'none, the result that the completion brought; and so does a call that reads or writes and waits for the completion.',
  reason:
    'The program learns what became of its I/O from the event, or from its call, alone: an error that is lost there is a write ' +
    'that the program believes in and the disk does not have.',
  antecedent: {
    text: 'the result of a request is told',
    reached: each('request', (k, _situation, iocb) => wasTold(k, iocb, () => true)),
  },
  always: each('request', (k, _situation, iocb) => {
    const request = k.request(iocb);
    if (!wasTold(k, iocb, (res) => res !== due(request))) return null;
    const inEvent = elements(request.events_res).find((res) => res !== due(request));
    const wrong = inEvent ?? returnedBySync(k, iocb) ?? 0;
    const cause = request.first_error === 0 ? 'the completion brought' : 'the first error reported was';
    const where = inEvent === undefined ? 'its call returns' : 'its event carries';
    return `request ${iocb}: ${cause} ${showResult(due(request))}, ${where} ${showResult(wrong)}`;
  }),
};
