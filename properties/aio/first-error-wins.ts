import { showResult } from '../../model/include/linux/errno.ts';
import { each } from '../property.ts';
import { type AioProperty, elements, type RequestView, some } from './kernel-view.ts';

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
  antecedent: {
    text: 'a request’s event is inserted',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).events_res.length > 0),
  },
  always: each('request', (k, _situation, iocb) => {
    const request = k.request(iocb);
    if (!some(request.events_res, (res) => res !== due(request))) return null;
    const wrong = elements(request.events_res).find((res) => res !== due(request)) ?? 0;
    const cause = request.first_error === 0 ? 'the completion brought' : 'the first error reported was';
    return `request ${iocb}: ${cause} ${showResult(due(request))}, its event carries ${showResult(wrong)}`;
  }),
};
