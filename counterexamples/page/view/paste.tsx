/** A scenario or a trace that the reader pastes: read as the program reads its file, and refused with the same words. */
import { useState } from 'preact/hooks';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { readTrace } from '../../aio/read-trace.ts';
import type { Trace } from '../../aio/trace.ts';

interface Props {
  readonly onScenario: (scenario: Scenario) => void;
  readonly onTrace: (trace: Trace) => void;
}

type Pasted =
  | { readonly is: 'scenario'; readonly scenario: Scenario }
  | { readonly is: 'trace'; readonly trace: Trace }
  | { readonly is: 'neither'; readonly issues: readonly string[] };

const FILE = 'what is pasted';

/** What has a schedule is meant as a trace. */
export function readPasted(text: string): Pasted {
  const isTrace = /"schedule"\s*:/.test(text);
  const read = isTrace ? readTrace(text, FILE) : readScenario(text, FILE);
  if (!read.ok) return { is: 'neither', issues: read.issues.map(showIssue) };
  return 'trace' in read ? { is: 'trace', trace: read.trace } : { is: 'scenario', scenario: read.scenario };
}

export function Paste({ onScenario, onTrace }: Props) {
  const [text, setText] = useState('');
  const pasted = text.trim() === '' ? null : readPasted(text);
  return (
    <details>
      <summary>Paste a scenario or a trace</summary>
      <textarea
        aria-label="a scenario or a trace as JSON"
        aria-describedby="paste-issues"
        rows={6}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div id="paste-issues" role="status">
        {pasted?.is === 'neither'
          ? pasted.issues.map((issue) => (
              <p class="wrong" key={issue}>
                {issue}
              </p>
            ))
          : null}
      </div>
      <p class="buttons">
        <button
          type="button"
          disabled={pasted === null || pasted.is === 'neither'}
          onClick={() => {
            if (pasted?.is === 'scenario') onScenario(pasted.scenario);
            if (pasted?.is === 'trace') onTrace(pasted.trace);
          }}
        >
          {pasted?.is === 'trace' ? 'open this trace' : 'take this scenario'}
        </button>
      </p>
    </details>
  );
}
