/** For each transformation a twin that is wrong on purpose, with a subject in which that can be seen. */
import { compose, type Patch } from '../../model/core/index.ts';
import { bio_endio } from '../../model/env/block-device.ts';
import { aio_complete } from '../../model/fs/aio/complete.ts';
import type { Scenario, ScenarioCall } from '../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { kernel, world } from '../properties/aio/decide.ts';
import type { Subject } from './facts.ts';
import { withFault } from './faults.ts';
import { editOf, nothing, onTop } from './hunks.ts';
import { withoutRequest, withoutTask, withRequest, withTask } from './idle.ts';
import { callReordered, renumbered, withRequests, withTasks } from './renaming.ts';
import type { Transformation, Transformed } from './transformation.ts';

export interface Twin {
  /** Of which transformation. */
  readonly of: Transformation['name'];
  readonly mistake: string;
  readonly keeps: Transformation['keeps'];
  readonly subject: Subject;
  readonly made: (subject: Subject) => Omit<Transformed, 'what'>;
  /** A difference that it must come to. */
  readonly notices: RegExp;
}

const under = (scenario: string | Scenario, patch = '2.6.20'): Subject => ({
  scenario: typeof scenario === 'string' ? shippedScenario(scenario) : scenario,
  patch: kernel(patch),
});

/** Two requests that are not alike, of which one is cancelled. */
const unlike = world([{ op: 'queued' }, { op: 'buffered' }], {
  submitter: [{ io_submit: [0, 1] }, { io_cancel: 0 }],
});

const swapped = [1, 0];
const withoutCancels = (call: ScenarioCall, order: readonly number[]): ScenarioCall =>
  'io_cancel' in call ? call : callReordered(call, order);

const edited = ({ scenario, patch }: Subject, edits: Parameters<typeof onTop>[2]) => ({
  scenario,
  patch: onTop(patch, 'wrong', edits),
});

/** In front of the last step of io_submit, which has its result by then. */
const resultChanged = (name: string, by: (result: number) => number): Patch => ({
  name,
  summary: 'a test',
  hunks: [
    {
      name,
      standsFor: 'a test',
      edits: [
        editOf('sys_io_submit', {
          before: {
            put: {
              [name]: { line: 0, c: 'i changes', go: (f: { i: number }) => void (f.i = by(f.i)) },
            },
          },
        }),
      ],
    },
  ],
});
const doubled = resultChanged('doubled', (i) => 2 * i);
const raised = resultChanged('raised', (i) => i + 1);

export const twins: readonly Twin[] = [
  {
    of: 'tasks are called otherwise',
    mistake: 'two change their names with each other, and outcomes are told as if they had not',
    keeps: 'graph',
    subject: under('queued-cancel'),
    made: ({ scenario, patch }) => {
      const [first, second] = scenario.tasks as [Scenario['tasks'][0], Scenario['tasks'][0]];
      const tasks = [
        { ...first, name: second.name },
        { ...second, name: first.name },
      ];
      return { scenario: { ...scenario, tasks }, patch, back: (outcome) => withTasks(outcome, new Map()) };
    },
    notices: /^outcome \(whole\) that is new/,
  },
  {
    of: 'tasks are listed in another order',
    mistake: 'their calls stay where they were',
    keeps: 'graph',
    subject: under('queued-cancel'),
    made: ({ scenario, patch }) => {
      const tasks = scenario.tasks.map(({ name }, i) => ({ name, calls: scenario.tasks.at(-1 - i)?.calls ?? [] }));
      return { scenario: { ...scenario, tasks }, patch };
    },
    notices: /^outcome \(reduced\) that is new/,
  },
  {
    of: 'requests are numbered otherwise',
    mistake: 'an io_cancel keeps its number',
    keeps: 'graph',
    subject: under(unlike),
    made: ({ scenario, patch }) => ({
      scenario: renumbered(scenario, swapped, withoutCancels),
      patch,
      back: (outcome) => withRequests(outcome, swapped),
    }),
    notices: /^cancel-exclusive \(whole\): violated became not-applicable/,
  },
  {
    of: 'a task without calls is added',
    mistake: 'it submits no request, which is a call',
    keeps: 'graph',
    subject: under('buffered'),
    made: ({ scenario, patch }) => ({
      scenario: withTask(scenario, 0, [{ io_submit: [] }]),
      patch,
      back: (outcome) => withoutTask(outcome, [[0]]),
    }),
    notices: /^state graph/,
  },
  {
    of: 'a task whose call finds nothing to do is added',
    mistake: 'it takes an event where there is one',
    keeps: 'verdicts',
    subject: under('buffered-reader'),
    made: ({ scenario, patch }) => ({
      scenario: withTask(scenario, 1, [{ io_getevents: { min_nr: 0, nr: 1 } }]),
      patch,
      back: (outcome) => withoutTask(outcome, [[0], [1]]),
    }),
    notices: /^outcome \(whole\) that is new: .*"stuck":\["reader"\]/,
  },
  {
    of: 'a request that nobody submits is added',
    mistake: 'it takes the number of another',
    keeps: 'graph',
    subject: under('buffered'),
    made: ({ scenario, patch }) => {
      const more = withRequest(scenario);
      return {
        scenario: { ...more, iocbs: more.iocbs.toReversed() },
        patch,
        back: (outcome) => withoutRequest(outcome, 1),
      };
    },
    notices: /^state graph/,
  },
  {
    of: 'a fault that no request can meet is listed',
    mistake: 'one can',
    keeps: 'graph',
    subject: under('dw1'),
    made: ({ scenario, patch }) => ({ scenario: withFault(scenario, 'invalidate', ['EIO']), patch }),
    notices: /^no-double-completion \(reduced\): holds became violated/,
  },
  {
    of: 'a kind of fault is listed without errors',
    mistake: 'outcomes are held against each other with its chances in them',
    keeps: 'graph',
    subject: under('dw1'),
    made: ({ scenario, patch }) => ({ scenario: withFault(scenario, 'invalidate', []), patch }),
    notices: /^outcome \(whole\) that is new: .*"faults":\{"0":\{"invalidate":\[0\]/,
  },
  {
    of: 'the ring is larger',
    mistake: 'the smaller one was full at times',
    keeps: 'lengths',
    subject: under('two-buf-last-ring3'),
    made: ({ scenario, patch }) => ({ scenario: { ...scenario, ring_nr: 3 * scenario.ring_nr }, patch }),
    notices: /^outcome/,
  },
  {
    of: 'every step is replaced by itself',
    mistake: 'but one, which does nothing',
    keeps: 'graph',
    subject: under('buffered-reader'),
    made: (subject) => edited(subject, [editOf(aio_complete.name, { replace: { wake: nothing } })]),
    notices: /^no-lost-wakeup \(whole\): holds became violated/,
  },
  {
    of: 'a go step that falls through stands before every step',
    mistake: 'one jumps',
    keeps: 'graph',
    subject: under('buffered-reader'),
    made: (subject) => {
      const jump = { line: 0, c: 'goto out', go: () => 'return' };
      return edited(subject, [editOf(aio_complete.name, { before: { wake: { jump } } })]);
    },
    notices: /^no-lost-wakeup \(reduced\): holds became violated/,
  },
  {
    of: 'an action that looks at nothing stands before an action',
    mistake: 'an interrupt begins with it, unasked',
    keeps: 'verdicts',
    subject: under('dw1-inval-ring2', 'mainline-2.6.21'),
    made: (subject) => edited(subject, [editOf(bio_endio.name, { before: { end: { unasked: nothing } } })]),
    notices: /^no-hang \(whole\): holds became violated/,
  },
  {
    of: 'patches are composed in both orders',
    mistake: 'both change one thing, and neither replaces a step',
    keeps: 'graph',
    subject: { scenario: shippedScenario('buffered'), patch: compose([doubled, raised]) },
    made: ({ scenario }) => ({ scenario, patch: compose([raised, doubled]) }),
    notices: /^outcome \(whole\) that is new: .*"returns":\{"submitter":\[4,1\]\}/,
  },
];
