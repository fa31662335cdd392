import { showResult } from '../../model/include/linux/errno.ts';
import { type AioProperty, elements, type RequestView, some, someRequest } from './kernel-view.ts';

const due = ({ first_error, own_result }: RequestView): number => (first_error === 0 ? own_result : first_error);

/** An error counts as reported where the submission path puts it into the request's result or its pending error. */
export const firstErrorWins: AioProperty = {
  name: 'first-error-wins',
  meaning:
    'A request’s event carries the first error that the submission path reported after -EIOCBQUEUED, or, if it reported ' +
    'none, the result that the completion brought.',
  reason:
    'The program learns what became of its I/O from the event alone: an error that is lost there is a write that the ' +
    'program believes in and the disk does not have.',
  watches: [{ each: true, fields: ['request.first_error', 'request.own_result', 'request.events_res'] }],
  antecedent: {
    text: 'a request’s event is inserted',
    reached: (k) => someRequest(k, ({ events_res }) => events_res.length > 0) !== null,
  },
  always(k) {
    const iocb = someRequest(k, (r) => some(r.events_res, (res) => res !== due(r)));
    if (iocb === null) return null;
    const request = k.request(iocb);
    const wrong = elements(request.events_res).find((res) => res !== due(request)) ?? 0;
    const cause = request.first_error === 0 ? 'the completion brought' : 'the first error reported was';
    return `request ${iocb}: ${cause} ${showResult(due(request))}, its event carries ${showResult(wrong)}`;
  },
};
