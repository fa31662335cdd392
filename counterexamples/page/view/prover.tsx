/** The prover: a scenario, a patch or some hunks of it, and properties; run with progress, stopped, and told as a table. */
import { useRef, useState } from 'preact/hooks';
import { describeScenario } from '../../../model/scenarios/format/describe.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import type { Trace } from '../../aio/trace.ts';
import type { PageData } from '../engine/page-data.ts';
import type { PageProof } from '../engine/prove.ts';
import type { PatchedWorld } from '../engine/catalogue.ts';
import type { Far } from '../engine/tasks.ts';
import { type Client, type Running, Stopped } from './client.ts';
import { Paste } from './paste.tsx';
import { VerdictTable } from './verdict-table.tsx';

interface Props {
  readonly data: PageData;
  readonly initial: PatchedWorld;
  /** A worker for each proof: what it brings is asked nothing before. */
  readonly client: () => Client;
  readonly onOpen: (trace: Trace) => void;
  readonly onExplore: (asked: PatchedWorld) => void;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'running'; readonly far: Far }
  | { readonly is: 'told'; readonly proof: PageProof; readonly asked: PatchedWorld }
  | { readonly is: 'failed'; readonly message: string };

export function Prover({ data, initial, client, onOpen, onExplore }: Props) {
  const [scenario, setScenario] = useState(() => shippedOr(data, initial.scenario));
  const [base, setBase] = useState(initial.patch);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<State>({ is: 'idle' });
  const running = useRef<{ readonly one: Running<PageProof>; readonly client: Client } | null>(null);

  const offered = data.patches.find(({ name }) => name === base);
  const hunks = offered?.hunks ?? [];
  const kept = hunks.filter(({ name }) => !left.has(name));
  const patch = left.size === 0 ? base : `${base}[${kept.map(({ name }) => name).join(',')}]`;
  const properties = data.properties.map(({ name }) => name).filter((name) => !without.has(name));
  const asked: PatchedWorld = { scenario, patch };

  const run = (): void => {
    const own = client();
    const one = own.run('prove', { world: asked, properties }, (far) => setState({ is: 'running', far }));
    running.current = { one, client: own };
    setState({ is: 'running', far: null });
    void finish(own, one);
  };
  const finish = async (own: Client, one: Running<PageProof>): Promise<void> => {
    const next = await outcomeOf(one, asked);
    own.end();
    running.current = null;
    setState(next);
  };

  const names = Object.keys(data.scenarios);

  return (
    <main class="prover">
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <h2>Prove</h2>
        <label>
          Scenario
          <select
            value={data.scenarios[scenario.name] === scenario ? scenario.name : ''}
            onChange={({ currentTarget }) => {
              const chosen = data.scenarios[currentTarget.value];
              if (chosen !== undefined) setScenario(chosen);
            }}
          >
            {data.scenarios[scenario.name] === scenario ? null : <option value="">{scenario.name} (its own)</option>}
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p class="quiet">{describeScenario(scenario)}</p>
        <Paste onScenario={setScenario} onTrace={onOpen} />
        <label>
          Patch
          <select
            value={base}
            onChange={({ currentTarget }) => {
              setBase(currentTarget.value);
              setLeft(new Set());
            }}
          >
            {offered === undefined ? <option value={base}>{base}</option> : null}
            {data.patches.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p class="quiet">{offered?.summary}</p>
        {hunks.length < 2 ? null : (
          <fieldset>
            <legend>Hunks</legend>
            {hunks.map(({ name, standsFor }) => (
              <label class="switch" key={name}>
                <input type="checkbox" checked={!left.has(name)} onChange={() => setLeft(toggled(left, name))} />
                <span>
                  {name}
                  <span class="quiet">{standsFor}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <details>
          <summary>
            {properties.length} of {data.properties.length} properties
          </summary>
          <fieldset>
            <legend class="for-readers">Properties</legend>
            {data.properties.map(({ name, meaning }) => (
              <label class="switch" key={name}>
                <input
                  type="checkbox"
                  checked={!without.has(name)}
                  onChange={() => setWithout(toggled(without, name))}
                />
                <span>
                  {name}
                  <span class="quiet">{meaning}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </details>
        <p class="buttons">
          <button
            type="submit"
            class="main"
            disabled={state.is === 'running' || properties.length === 0 || (kept.length === 0 && hunks.length > 0)}
          >
            prove on every schedule
          </button>
          <button type="button" disabled={state.is !== 'running'} onClick={() => running.current?.one.stop()}>
            stop
          </button>
          <button type="button" disabled={state.is === 'running'} onClick={() => onExplore(asked)}>
            explore it
          </button>
        </p>
      </form>
      <section class="panel results" aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts</h2>
        <Result state={state} onOpen={onOpen} />
      </section>
    </main>
  );
}

function Result({ state, onOpen }: { readonly state: State; readonly onOpen: (trace: Trace) => void }) {
  switch (state.is) {
    case 'idle':
      return <p class="quiet">Every schedule of the scenario is searched in this page.</p>;
    case 'running':
      return <p role="status">{farTold(state.far)}</p>;
    case 'failed':
      return (
        <p class="wrong" role="alert">
          {state.message}
        </p>
      );
    case 'told':
      return <VerdictTable {...state} onOpen={onOpen} />;
  }
}

/** What a proof comes to, of whatever kind. */
async function outcomeOf(one: Running<PageProof>, asked: PatchedWorld): Promise<State> {
  try {
    return { is: 'told', proof: await one.told, asked };
  } catch (problem) {
    if (problem instanceof Stopped) return { is: 'failed', message: 'Stopped: nothing is proved.' };
    return { is: 'failed', message: problem instanceof Error ? problem.message : String(problem) };
  }
}

const farTold = (far: Far): string =>
  far === null
    ? 'working …'
    : `${far.states.toLocaleString('en')} states, depth ${far.depth}, ${far.queue.toLocaleString('en')} to expand${far.reduced ? `, reduced (round ${far.rounds})` : ''}`;

/** The one of the page that is the same, so that it can be chosen. */
function shippedOr({ scenarios }: PageData, scenario: Scenario): Scenario {
  const known = scenarios[scenario.name];
  return known !== undefined && JSON.stringify(known) === JSON.stringify(scenario) ? known : scenario;
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}
