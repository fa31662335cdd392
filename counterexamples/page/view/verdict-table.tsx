/** What a proof came to, as a table. */
import type { Verdict } from '../../../properties/checker/check.ts';
import type { Trace } from '../../aio/trace.ts';
import type { PageProof } from '../engine/prove.ts';
import type { PatchedWorld } from '../engine/catalogue.ts';

interface Props {
  readonly proof: PageProof;
  readonly asked: PatchedWorld;
  readonly onOpen: (trace: Trace) => void;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'VIOLATED',
  clipped: 'clipped',
  'not-judged': 'not judged',
  'not-applicable': 'n/a',
};

const MEANINGS: Readonly<Record<Verdict, string>> = {
  holds: 'on every schedule',
  violated: '',
  clipped: 'a bound was hit, or it was stopped: nothing is proved',
  'not-judged': 'some schedule comes to what is left out',
  'not-applicable': 'no schedule comes to what the property speaks of',
};

export function VerdictTable({ proof, asked, onOpen }: Props) {
  const { rows, states, transitions, seconds, reduced, clip, limit, ends } = proof;
  return (
    <>
      <p role="status">
        {asked.patch}, {asked.scenario.name}: {states.toLocaleString('en')} states, {transitions.toLocaleString('en')}{' '}
        transitions
        {reduced ? ', reduced' : ''}, {seconds.toFixed(1)} s; ends: {ends.done} done, {ends.stuck} stuck, {ends.oops}{' '}
        oops{ends.trap ? `, ${ends.trap} at what is left out` : ''}.{clip === null ? '' : ` Clipped: ${limit ?? clip}.`}
      </p>
      <table class="verdicts">
        <thead>
          <tr>
            <th scope="col">property</th>
            <th scope="col">verdict</th>
            <th scope="col">what goes wrong</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ property, verdict, message, trace }) => (
            <tr key={property} class={verdict}>
              <th scope="row">{property}</th>
              <td>{WORDS[verdict]}</td>
              <td>
                {message ?? <span class="quiet">{MEANINGS[verdict]}</span>}{' '}
                {trace === null ? null : (
                  <button type="button" class="link" onClick={() => onOpen(trace)}>
                    show the schedule of {trace.minimal.steps} steps
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
