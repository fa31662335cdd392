/** The step that was taken last: its statements with file and line, and what it saw and changed. */
import { showResult } from '../../../model/include/linux/errno.ts';
import { allValues } from '../../formats/folded.ts';
import { fileOf, type NarratedStep } from '../../narrate.ts';

interface Props {
  /** Null: none has been taken. */
  readonly step: NarratedStep | null;
  readonly at: number;
}

export function StatementNow({ step, at }: Props) {
  if (step === null) return <p class="now quiet">The start: nothing has run yet.</p>;
  return (
    <div class="now" aria-label={`step ${at}`}>
      <p>
        <strong>{step.context}</strong>
      </p>
      {step.statements.map((statement, i) => (
        <p key={i}>
          <span class="place">
            {fileOf(statement.at)}
            {statement.line === 0 ? '' : `:${statement.line}`}
          </span>{' '}
          <code>{statement.c}</code>
          <span class="values">
            {allValues(step, i, showResult).map((value) => (
              <span key={value}>{value}</span>
            ))}
          </span>
        </p>
      ))}
    </div>
  );
}
