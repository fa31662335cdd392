/** System calls as a scenario has them, in JSON: an object with the name of the call as its one key. */
import type { CallName, CallOf, WorldCall } from '../../calls.ts';

/** What stands under the name. */
export interface CallValues {
  /** Numbers of iocbs; each is submitted, or done by sync_io, at most once in the scenario. */
  readonly io_submit: readonly number[];
  readonly io_getevents: {
    readonly min_nr: number;
    readonly nr: number;
    /** The call has a timeout, which may come at any time. Without one it waits for ever. */
    readonly timeout?: 'may';
    /** A signal may come while the call runs, at any time, or never. */
    readonly signals?: 'may';
    /** The call is made again until so many events came in all. What it returns in the end is their number, or the error that ended it. */
    readonly until?: number;
  };
  /** The number of an iocb, which need not be submitted, then or ever. */
  readonly io_cancel: number;
  readonly io_destroy: true;
  /** Makes the context, once in a scenario; where no task makes it, it was made before the tasks start. */
  readonly io_setup: true;
  /** The program takes so many events off the ring itself, without a system call, and spins while there are none. */
  readonly reap: number;
  /** The task ends; nothing follows it. When all tasks of the scenario have, the context is taken down. */
  readonly exit: true;
  /** The number of an iocb: read() or write() of what it says, once in the scenario, and not through io_submit. The task waits for it. */
  readonly sync_io: number;
}

type ValueOf<N extends CallName> = CallValues[N];

export type ScenarioCall = { [N in CallName]: { readonly [name in N]: ValueOf<N> } }[CallName];

/** An answer for every call, from what stands under its name and whatever else the answer hangs on. */
export type AnswerByScenarioCall<Answer, More extends readonly unknown[] = []> = {
  readonly [N in CallName]: (value: ValueOf<N>, ...more: More) => Answer;
};

export const nameOfCall = (made: ScenarioCall): CallName => Object.keys(made)[0] as CallName;
const valueOf = (made: ScenarioCall): unknown => Object.values(made)[0];

export const answerForScenarioCall = <Answer, More extends readonly unknown[]>(
  answers: AnswerByScenarioCall<Answer, More>,
  made: ScenarioCall,
  ...more: More
): Answer => (answers[nameOfCall(made)] as (value: unknown, ...more: More) => Answer)(valueOf(made), ...more);

/** The number that is to stand for an iocb's, which stands at this place of the value. */
type Renumber = (id: number, at: readonly PropertyKey[]) => number;

interface CallFormat<N extends CallName> {
  /** As the kernel's side has it. */
  readonly inWorld: (value: ValueOf<N>) => CallOf<N>;
  /** With another number for each iocb that it names. */
  readonly renumbered: (value: ValueOf<N>, renumber: Renumber) => ValueOf<N>;
  /** As lists and reports say it. */
  readonly words: (value: ValueOf<N>) => string;
}

/** In the order in which messages list them. */
const formats: { readonly [N in CallName]: CallFormat<N> } = {
  io_submit: {
    inWorld: (iocbs) => ({ call: 'io_submit', iocbs }),
    renumbered: (iocbs, renumber) => iocbs.map((id, i) => renumber(id, [i])),
    words: (iocbs) => `io_submit(${iocbs.join(', ')})`,
  },
  io_getevents: {
    inWorld: ({ min_nr, nr, timeout, signals, until }) => ({
      call: 'io_getevents',
      min_nr,
      nr,
      timeout: timeout === 'may',
      signals: signals === 'may',
      until: until ?? 0,
    }),
    renumbered: (asked) => asked,
    words: ({ min_nr, nr, timeout, signals, until }) => {
      const asked = [
        `min ${min_nr}, max ${nr}`,
        ...(timeout === undefined ? [] : ['with a timeout']),
        ...(signals === undefined ? [] : ['with signals']),
        ...(until === undefined ? [] : [`until ${until} came`]),
      ];
      return `io_getevents(${asked.join(', ')})`;
    },
  },
  io_cancel: {
    inWorld: (iocb) => ({ call: 'io_cancel', iocb }),
    renumbered: (iocb, renumber) => renumber(iocb, []),
    words: (iocb) => `io_cancel(${iocb})`,
  },
  io_destroy: {
    inWorld: () => ({ call: 'io_destroy' }),
    renumbered: (made) => made,
    words: () => 'io_destroy()',
  },
  io_setup: {
    inWorld: () => ({ call: 'io_setup' }),
    renumbered: (made) => made,
    words: () => 'io_setup()',
  },
  reap: {
    inWorld: (nr) => ({ call: 'reap', nr }),
    renumbered: (nr) => nr,
    words: (nr) => `takes ${nr} off the ring itself`,
  },
  exit: {
    inWorld: () => ({ call: 'exit' }),
    renumbered: (made) => made,
    words: () => 'exit()',
  },
  sync_io: {
    inWorld: (iocb) => ({ call: 'sync_io', iocb }),
    renumbered: (iocb, renumber) => renumber(iocb, []),
    words: (iocb) => `does request ${iocb} synchronously`,
  },
};

/** Whether it is one, where an unknown key is an issue already. */
export const isKnownCall = (made: ScenarioCall): boolean => Object.hasOwn(formats, nameOfCall(made));

/** Of the call that it is, which its one key says. */
const formatOf = (made: ScenarioCall) => formats[nameOfCall(made)] as unknown as CallFormat<never>;

export const callInWorld = (made: ScenarioCall): WorldCall => formatOf(made).inWorld(valueOf(made) as never);

export const callInWords = (made: ScenarioCall): string => formatOf(made).words(valueOf(made) as never);

export function callRenumbered(made: ScenarioCall, renumber: Renumber): ScenarioCall {
  const value: unknown = formatOf(made).renumbered(valueOf(made) as never, renumber);
  return { [nameOfCall(made)]: value } as ScenarioCall;
}

/** The iocbs that a call names, and where each stands in the call. */
export function iocbsOfCall(made: ScenarioCall): { readonly id: number; readonly at: readonly PropertyKey[] }[] {
  const found: { id: number; at: readonly PropertyKey[] }[] = [];
  callRenumbered(made, (id, at) => {
    found.push({ id, at: [nameOfCall(made), ...at] });
    return id;
  });
  return found;
}
