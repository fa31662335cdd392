/** The control flow of the model against that of the C. */
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../../../cli/shipped-scenarios.ts';
import { closeWorld } from '../../../../model/closed-world.ts';
import { PackedMachine } from '../../../../model/core/index.ts';
import { END, oddEdges, type ProcFlow, procFlows, stepSuccessors } from '../../../../model/lift/flow/index.ts';
import { base } from '../../../../model/patches/index.ts';
import { worldOf } from '../../../../model/scenarios/format/scenario.ts';
import { sourcePaths } from '../../../../model/source/source-file.ts';
import { seededRandom } from '../../../../properties/search/seeded-random.ts';
import { pct, uniform } from '../../../../properties/search/strategies.ts';
import { walk } from '../../../../properties/search/walk.ts';
import { shippedScenario } from '../../../ground-truth/truth.ts';
import { baseProcs } from '../../source/base-procs.ts';
import { parser } from '../c/reading.ts';

const flowOf = procFlows(baseProcs, parser);
const flows = baseProcs.flatMap(({ name }) => flowOf(name) ?? []);

function flowOfProc(name: string): ProcFlow {
  const flow = flowOf(name);
  if (flow === undefined) throw new Error(`no flow of ${name}`);
  return flow;
}

/** Where the model goes another way than the C, and why. */
const KNOWN: readonly (readonly [why: string, ...edges: string[]])[] = [
  [
    'the C unlocks in one place and keeps in a local whether the request got its slot; the model unlocks in two',
    '__aio_get_req.avail -> unlock_full',
  ],
  ['the list has one context, so that the walk is over after it', 'lookup_ioctx.dead -> unlock'],
  [
    'a request has one segment, so that the loop over segments is left after it',
    'direct_io_worker.mapped -> submit_last',
  ],
  ['a call through a pointer: one step for each function that it may be', 'bio_endio.end -> io'],
  [
    'which task runs next is left out: one that may stay goes on at once, and none is scheduled away again',
    'schedule.deactivate -> return',
    'schedule.asleep -> return',
  ],
  [
    'an interrupt begins when its time comes, in front of its C, and begins anew when it is through',
    'timeout_func.expire -> timed_out',
    'timeout_func.wake -> ran',
    'timeout_func.ran -> expire',
    'delayed_work_timer_fn.expire -> wq',
    'delayed_work_timer_fn.queue -> ran',
    'delayed_work_timer_fn.ran -> expire',
  ],
  [
    'one request to one endpoint: of the loops of dummy_timer() and transfer() what ends that request is kept',
    'dummy_timer.transfer -> lock',
    'dummy_timer.lock -> take',
    'dummy_timer.unlock -> none',
    'dummy_timer.none -> complete',
    'dummy_timer.none -> transfer',
    'dummy_timer.complete -> transfer',
  ],
];

const told = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from} -> ${to}`;

describe('the model goes where the C goes', () => {
  it('but for the edges that are argued here', () => {
    const odd = flows.flatMap((flow) => oddEdges(flow).map(told));
    expect(odd.toSorted()).toEqual(KNOWN.flatMap(([, ...edges]) => edges).toSorted());
  });

  it('and has a flow for every modelled function', () => {
    const functions = flows.flatMap((flow) => flow.functions.map(({ modelled }) => modelled.name));
    expect(functions.length).toBeGreaterThan(60);
    expect(new Set(functions).size).toBe(functions.length);
    expect(flows.filter(({ path }) => !sourcePaths.includes(path))).toEqual([]);
  });

  it('and an edge that the C does not have is noticed', () => {
    const odd = oddEdges(flowOfProc('aio_complete'), (label) => new Set(label === 'lock' ? ['put_rq'] : []));
    expect(odd.map(told)).toEqual(['aio_complete.lock -> put_rq']);
  });
});

/** Where control went, in some schedules of every shipped scenario. */
function observed(): ReadonlySet<string> {
  const edges = new Set<string>();
  const calls = new Set(
    baseProcs.flatMap(({ name, steps }) =>
      [...steps].flatMap(([label, step]) => ('call' in step ? [`${name}.${String(label)}`] : [])),
    ),
  );
  for (const name of shippedScenarioNames()) {
    const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(name)), base));
    machine.record(true);
    [uniform, pct(1), pct(2)].forEach((strategy, nth) =>
      walk(machine, strategy, seededRandom(nth), (context) => {
        const top = machine.halted() === null ? machine.stack(context).at(-1) : undefined;
        const trail = machine.passed();
        trail.forEach(({ proc, label }, i) => {
          const next = trail[i + 1] ?? top;
          if (calls.has(`${proc}.${label}`) || (next === undefined && machine.halted() !== null)) return;
          edges.add(`${proc}.${label} -> ${next?.proc === proc ? next.label : 'return'}`);
        });
      }),
    );
  }
  return edges;
}

it('what is written of a step names every way that it goes in a schedule', () => {
  const written = new Set(
    baseProcs.flatMap((proc) =>
      [...proc.steps.keys()].flatMap((label) =>
        [...stepSuccessors(proc, String(label))].map((to) => `${proc.name}.${String(label)} -> ${to}`),
      ),
    ),
  );
  const seen = [...observed()].filter((edge) => baseProcs.some(({ name }) => edge.startsWith(`${name}.`)));
  expect(seen.length).toBeGreaterThan(250);
  expect(seen.filter((edge) => !written.has(edge))).toEqual([]);
});

describe('what is put in front of a line comes in front of', () => {
  const entry = (proc: string, line: number, name = proc) =>
    flowOfProc(proc)
      .functions.find(({ modelled }) => modelled.name === name)
      ?.entryOf(line);

  it.each([
    ['its own step', 'aio_complete', 991, 'info_tail'],
    ['the first of its steps', 'read_events', 1138, 'not_retried'],
    ['the step behind it, where a reason says why it has none', 'read_events', 1126, 'fast_count'],
    ['the step that a jump leads to', 'read_events', 1112, 'enough'],
    ['the end of the function', 'aio_put_req', 544, 'return'],
    ['the branch that is kept', '__aio_get_req', 412, 'lock'],
    ['the first step of a function whose steps are part of it', '__wake_up', 3707, 'next'],
  ])('%s', (_, proc, line, label) => {
    expect(entry(proc, line)).toBe(label);
  });

  it('the update of a for, which is another step than its condition', () => {
    const [flow] = flowOfProc('sys_io_submit').functions;
    const update = flow?.graph.nodes.findIndex(({ does }) => does === 'update') ?? -1;
    expect([...(flow?.entries(update) ?? [])]).toEqual(['advance']);
    expect(entry('sys_io_submit', 1634)).toBe('first');
  });

  it('what follows the call, at the end of a function whose steps are part of the caller', () => {
    const common = flowOfProc('__wake_up').functions.find(({ modelled }) => modelled.name === '__wake_up_common');
    expect([...(common?.entries(END) ?? [])]).toEqual(['unlock']);
  });

  it('nothing, within what one step does', () => {
    expect(entry('__aio_put_req', 513)).toBeNull();
    const [flow] = flowOfProc('__aio_put_req').functions;
    expect(flow?.steps.stepsOf(513)).toEqual(['drop']);
    expect(flow?.steps.groupAt(513)).toMatchObject({ steps: ['drop'] });
  });
});
