/** The schedule that is looked at: its lanes, the state behind the step, why it fails, who goes next, and what is watched. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { isChoice } from '../../schedule.ts';
import { exportedTrace } from '../../aio/exported-trace.ts';
import type { Trace } from '../../aio/trace.ts';
import type { PassingTold } from '../../explain/explanation.ts';
import { describeScenario } from '../../../model/scenarios/format/describe.ts';
import type { NextTurn } from '../engine/next-turns.ts';
import type { PageData } from '../engine/page-data.ts';
import type { Address } from './address.ts';
import type { Client } from './client.ts';
import { ExportBox } from './export-box.tsx';
import { Lanes } from './lanes.tsx';
import { Next, type Surveyed } from './next.tsx';
import type { Opened } from './opened.ts';
import { scheduleRows } from './schedule-rows.ts';
import { Stacks } from './stacks.tsx';
import { StatementNow } from './statement-now.tsx';
import { Structures } from './structures.tsx';
import { useKeys } from './use-keys.ts';
import { latestOf, type Task, toldOf, useTask } from './use-task.ts';
import { Watches } from './watches.tsx';
import { Why } from './why.tsx';

interface Props {
  readonly shown: Opened;
  readonly data: PageData;
  readonly client: Client;
  readonly address: Address;
  readonly onAddress: (change: Partial<Address>) => void;
}

export function ScheduleScreen({ shown, data, client, address, onAddress }: Props) {
  const { world } = shown;
  const [schedule, setSchedule] = useState(shown.schedule);
  const [history, setHistory] = useState<readonly { readonly schedule: readonly string[]; readonly step: number }[]>(
    [],
  );
  const [property, setProperty] = useState(shown.property);
  const [isSurveying, setSurveying] = useState(true);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [showsPassing, setShowsPassing] = useState(false);
  const [exported, setExported] = useState<Trace | null>(null);

  const { task: telling, stop: stopTelling } = useTask(client, 'tell', { world, schedule });
  const told = latestOf(telling);
  const last = told?.steps.length ?? 0;
  const at = Math.min(address.step ?? (shown.property === null ? last : 0), last);
  const violated = told?.violations.find(({ property: name, atEnd }) => atEnd && (shown.property ?? name) === name);
  const claimed = shown.schedule === schedule ? shown.property : (violated?.property ?? null);
  const { task: explaining } = useTask(
    client,
    'explain',
    told === null || claimed === null ? null : { world, schedule, property: claimed },
  );
  const why = toldOf(explaining);
  const explanation = why?.explanation ?? null;
  const { task: surveying, stop: stopSurvey } = useTask(
    client,
    'survey',
    isSurveying && told !== null ? { world, property } : null,
  );
  const prefix = useMemo(() => told?.lines.slice(0, at).flat() ?? [], [told, at]);
  const isSurveyed = surveying.is === 'told';
  const { task: looking } = useTask(
    client,
    'look',
    told === null ? null : { world, property, schedule: prefix, isSurveyed },
  );
  const look = toldOf(looking);

  // Keys may come faster than the page is drawn.
  const latest = useRef(at);
  latest.current = at;
  const go = (step: number): void => {
    latest.current = Math.max(0, Math.min(step, last));
    onAddress({ step: latest.current });
  };
  useKeys({
    back: () => go(latest.current - 1),
    on: () => go(latest.current + 1),
    first: () => go(0),
    last: () => go(last),
  });
  const rows = useMemo(
    () => (told === null ? [] : scheduleRows(told.steps, address.all ? null : explanation, (step) => open.has(step))),
    [told, explanation, open, address.all],
  );

  const branch = (lines: readonly string[], step: number): void => {
    setHistory([...history, { schedule, step: at }]);
    setSchedule(lines);
    setOpen(new Set());
    onAddress({ step });
  };
  const take = (turn: NextTurn): void => {
    const follows = told?.lines[at]?.join('\n') === turn.lines.join('\n');
    if (follows) go(at + 1);
    else branch([...prefix, ...turn.lines], at + 1);
  };
  const toNearest = async (): Promise<void> => {
    const on = await client.run('toViolation', { world, property, schedule: prefix }).told;
    const steps = on?.filter((line) => !isChoice(line)).length ?? 0;
    if (on !== null) branch([...prefix, ...on], at + steps);
  };
  const back = (): void => {
    const before = history.at(-1);
    if (before === undefined) return;
    setHistory(history.slice(0, -1));
    setSchedule(before.schedule);
    onAddress({ step: before.step });
  };

  if (told === null) return <Waiting task={telling} onStop={stopTelling} />;
  const state = told.states[at];
  if (state === undefined) return null;
  const before = at === 0 ? null : (told.states[at - 1] ?? null);
  const passing = explanation?.passing ?? null;
  const stateNow = (
    <section class="panel state" aria-labelledby="state">
      <h2 id="state">State after step {at}</h2>
      {state.halted === null ? null : <p class="wrong">{state.halted}</p>}
      <Structures state={state} before={before} />
      <Stacks state={state} before={before} />
    </section>
  );
  return (
    <main class={showsPassing && passing !== null ? 'schedule wide' : 'schedule'}>
      {claimed === null || (violated === undefined && (why?.message ?? null) === null) ? null : (
        <Why
          message={why?.message ?? violated?.message ?? ''}
          explanation={explanation}
          isWorking={explaining.is === 'working'}
          showsPassing={showsPassing}
          onStep={go}
          onPassing={setShowsPassing}
        />
      )}
      <div class="left">
        <p class="quiet">{describeScenario(world.scenario)}</p>
        {schedule === shown.schedule || shown.schedule.length === 0 ? null : (
          <p class="own" role="status">
            A schedule of your own, which has left the one that was opened.{' '}
            <button type="button" onClick={() => branch(shown.schedule, Math.min(at, shown.schedule.length))}>
              back to that one
            </button>
          </p>
        )}
        {shown.issue === null ? null : (
          <p class="wrong" role="alert">
            {shown.issue}
          </p>
        )}
        <div class="panel stepper">
          <p class="buttons" role="group" aria-label="step through the schedule">
            <button type="button" onClick={() => go(0)} disabled={at === 0} aria-label="to the start">
              ⇤
            </button>
            <button type="button" onClick={() => go(at - 1)} disabled={at === 0}>
              ← back
            </button>
            <output aria-live="polite">
              step {at} of {last}
            </output>
            <button type="button" onClick={() => go(at + 1)} disabled={at === last}>
              on →
            </button>
            <button type="button" onClick={() => go(last)} disabled={at === last} aria-label="to the end">
              ⇥
            </button>
            <label class="switch">
              <input type="checkbox" checked={address.all} onChange={() => onAddress({ all: !address.all })} />
              every step
            </label>
          </p>
          <StatementNow step={at === 0 ? null : (told.steps[at - 1] ?? null)} at={at} />
        </div>
        <div class={showsPassing && passing !== null ? 'beside' : ''}>
          {last === 0 ? null : (
            <Lanes
              label={claimed === null ? 'the schedule' : 'the schedule that fails'}
              rows={rows}
              steps={told.steps}
              contexts={told.contexts}
              explanation={explanation}
              at={at}
              folded={address.folded}
              onStep={go}
              onFold={(name) => onAddress({ folded: toggled(address.folded, name) })}
              onOpen={(from, to) => setOpen(new Set([...open, ...between(from, to)]))}
            />
          )}
          {showsPassing && passing !== null ? (
            <Lanes
              label="the schedule that passes"
              rows={passingRows(passing)}
              steps={passing.steps}
              contexts={told.contexts}
              explanation={null}
              at={null}
              folded={address.folded}
              onStep={() => {}}
              onFold={(name) => onAddress({ folded: toggled(address.folded, name) })}
              onOpen={() => {}}
              marks={passing.is}
            />
          ) : null}
        </div>
        {last === 0 ? <p class="quiet">No step has been taken: choose who goes first.</p> : null}
      </div>
      <div class="right">
        {told.violations.length === 0 ? null : (
          <ul class="violations" aria-label="violated on the way">
            {told.violations.map(({ property: name, message, after }) => (
              <li key={name}>
                <button type="button" class="link" onClick={() => go(after)}>
                  {name}
                </button>{' '}
                after step {after}: {message}
              </li>
            ))}
          </ul>
        )}
        <Next
          look={look}
          surveyed={surveyedOf(surveying, isSurveying)}
          property={property}
          properties={data.properties.map(({ name }) => name)}
          follows={told.lines[at] ?? null}
          onTake={take}
          onJudgeBy={setProperty}
          onNearest={() => void toNearest()}
          onBack={history.length === 0 ? null : back}
          onExport={() => setExported(exportedTrace({ ...world, schedule: prefix }))}
          onSurvey={() => setSurveying(true)}
          onStop={() => {
            stopSurvey();
            setSurveying(false);
          }}
        />
        {exported === null ? null : (
          <ExportBox trace={exported} replay={data.replay} onClose={() => setExported(null)} />
        )}
        {stateNow}
        <Watches states={told.states} at={at} onStep={go} />
      </div>
    </main>
  );
}

/** A step of a patch may never come to an end. */
function Waiting({ task, onStop }: { readonly task: Task<unknown>; readonly onStop: () => void }) {
  const isOver = task.is === 'failed' || task.is === 'stopped';
  return (
    <main class="waiting">
      {isOver ? (
        <p class="wrong" role="alert">
          {task.is === 'failed' ? task.message : 'Stopped: the schedule is not told.'}
        </p>
      ) : (
        <p role="status">
          telling the schedule …{' '}
          <button type="button" onClick={onStop}>
            stop
          </button>
        </p>
      )}
    </main>
  );
}

function surveyedOf(task: Task<{ readonly states: number | null } | null>, isAsked: boolean): Surveyed {
  if (!isAsked) return 'stopped';
  switch (task.is) {
    case 'told':
      if (task.told === null) return 'stopped';
      return task.told.states === null ? 'too many' : 'done';
    case 'stopped':
    case 'failed':
      return 'stopped';
    case 'none':
    case 'working':
      return 'working';
  }
}

const toggled = (names: readonly string[], name: string): readonly string[] =>
  names.includes(name) ? names.filter((one) => one !== name) : [...names, name];

const between = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The steps of the passing schedule from the last on that both have. */
function passingRows({ steps, is, leftOut }: PassingTold) {
  const other = is.findIndex((one) => one !== 'kept');
  const parting = Math.min(other < 0 ? steps.length : other, (leftOut[0] ?? Number.POSITIVE_INFINITY) - 1);
  return scheduleRows(steps, null, () => true).flatMap((row) =>
    row.is === 'step' && row.step >= parting ? [row] : [],
  );
}
