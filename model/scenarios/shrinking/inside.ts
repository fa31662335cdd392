/** What can be left of a call, and of a request, when some of it is deleted. Weights are as `subScenarios` counts. */
import { type AnswerByScenarioCall, answerForScenarioCall, type ScenarioCall } from '../format/calls.ts';
import type { ScenarioIocb } from '../format/scenario.ts';
import { both, made, none, numbers, only, orWithout, someOf, type Weighed, where } from './weighed.ts';

/** A request that is kept, by its old number. */
export type KeptRequest = readonly [id: number, request: ScenarioIocb];

/** A call that is kept, with old numbers of iocbs, and the requests that it submits or does itself. */
export interface KeptCall {
  readonly call: ScenarioCall;
  readonly requests: readonly KeptRequest[];
}

/** One call of a scenario with these iocbs; `unit` is the weight of a request. Every call weighs 1 at least. */
export const callInside = (call: ScenarioCall, iocbs: readonly ScenarioIocb[], unit: number): Weighed<KeptCall> =>
  answerForScenarioCall(insides, call, iocbs, unit);

/** Kept as it is. */
const whole = (call: ScenarioCall): Weighed<KeptCall> => only({ call, requests: [] }, 1);

const insides: AnswerByScenarioCall<Weighed<KeptCall>, [iocbs: readonly ScenarioIocb[], unit: number]> = {
  io_submit(ids, iocbs, unit) {
    const requests = ids.flatMap((id) => {
      const iocb = iocbs[id];
      return iocb === undefined ? [] : [made(unit, iocbInside(iocb), (kept): KeptRequest => [id, kept])];
    });
    return made(1, someOf(requests), (kept) => ({ call: { io_submit: kept.map(([id]) => id) }, requests: kept }));
  },
  io_getevents({ min_nr, nr, timeout, signals, until }, iocbs) {
    const asked = both(askedInside(nr, iocbs.length), askedInside(min_nr, iocbs.length));
    const sound = min_nr > nr ? asked : where(asked, ([most, least]) => least <= most);
    const beside = both(both(orWithout(timeout), orWithout(signals)), fewer(until));
    return made(1, both(sound, beside), ([[most, least], [[timer, signal], times]]) => {
      const io_getevents = {
        min_nr: least,
        nr: most,
        ...(timer === undefined ? {} : { timeout: timer }),
        ...(signal === undefined ? {} : { signals: signal }),
        ...(times === undefined ? {} : { until: times }),
      };
      return { call: { io_getevents }, requests: [] };
    });
  },
  io_cancel: (io_cancel) => whole({ io_cancel }),
  io_destroy: (io_destroy) => whole({ io_destroy }),
  io_setup: (io_setup) => whole({ io_setup }),
  reap: (nr) => made(1, numbers(1, nr), (reap) => ({ call: { reap }, requests: [] })),
  exit: (exit) => whole({ exit }),
  sync_io(id, iocbs, unit) {
    const iocb = iocbs[id];
    if (iocb === undefined) return none;
    return made(1 + unit, iocbInside(iocb), (kept) => ({ call: { sync_io: id }, requests: [[id, kept]] }));
  },
};

/** A number of events that a call is repeated for, a smaller one, or none: then the call is made once. */
const fewer = (until: number | undefined): Weighed<number | undefined> =>
  made(0, numbers(0, until ?? 0), (times) => (times === 0 ? undefined : times));

/** A number of events asked for, and the smaller ones that requests could bring. */
function askedInside(asked: number, requests: number): Weighed<number> {
  const less = numbers(Math.min(1, asked), Math.min(asked, Math.max(1, requests)));
  return { weights: new Set([asked, ...less.weights]), of: (weight) => less.of(weight) };
}

function iocbInside({ file, ...iocb }: ScenarioIocb): Weighed<ScenarioIocb> {
  return made(0, both(opInside(iocb), orWithout(file)), ([op, last]) =>
    last === undefined ? op : { ...op, file: last },
  );
}

function opInside(iocb: ScenarioIocb): Weighed<ScenarioIocb> {
  switch (iocb.op) {
    case 'direct_write': {
      const detail = both(numbers(1, iocb.bios), numbers(0, Number(iocb.o_sync)));
      return made(0, detail, ([bios, o_sync]) => ({ ...iocb, bios, o_sync: o_sync === 1 }));
    }
    case 'direct_read':
      return made(0, numbers(1, iocb.bios), (bios) => ({ ...iocb, bios }));
    case 'retry':
      return made(0, numbers(1, iocb.kicks), (kicks) => ({ ...iocb, kicks }));
    case 'buffered':
    case 'queued':
      return only(iocb);
  }
}
