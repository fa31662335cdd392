/** Why the schedule fails: in sentences, with the orders that decide, and the schedule that passes. */
import type { DecidedTold, Explanation, StepTold } from '../../explain/explanation.ts';
import { details, summary } from '../../explain/sentences.ts';

interface Props {
  readonly message: string;
  readonly explanation: Explanation | null;
  readonly isWorking: boolean;
  readonly showsPassing: boolean;
  readonly onStep: (step: number) => void;
  readonly onPassing: (shows: boolean) => void;
}

export function Why({ message, explanation, isWorking, showsPassing, onStep, onPassing }: Props) {
  return (
    <section class="panel why across" aria-labelledby="why">
      <h2 id="why">Why it fails</h2>
      {explanation === null ? (
        <>
          <p class="wrong">{message}</p>
          <p class="quiet">
            {isWorking ? 'working out why …' : 'Why is not told: there are too many states to go through.'}
          </p>
        </>
      ) : (
        <>
          <div>
            {summary(explanation, message).map((sentence, i) => (
              <p key={sentence} class={i === 0 ? 'wrong' : 'decides'}>
                {sentence}
              </p>
            ))}
            {(explanation.deciding ?? []).length === 0 ? null : (
              <ol class="deciding" aria-label="what decides">
                {(explanation.deciding ?? []).map((one, i) => (
                  <li key={i}>
                    <Decided one={one} onStep={onStep} />
                  </li>
                ))}
              </ol>
            )}
            {explanation.passing === null ? null : (
              <label class="switch">
                <input type="checkbox" checked={showsPassing} onChange={() => onPassing(!showsPassing)} />
                show the schedule that passes beside it
              </label>
            )}
          </div>
          <details open>
            <summary>More</summary>
            {details(explanation).map((sentence) => (
              <p key={sentence}>
                <Sentence text={sentence} />
              </p>
            ))}
          </details>
        </>
      )}
    </section>
  );
}

/** What stands between backticks is code. */
function Sentence({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, i) => (i % 2 === 0 ? part : <code key={i}>{part}</code>))}</>;
}

function Decided({ one, onStep }: { readonly one: DecidedTold; readonly onStep: (step: number) => void }) {
  if (one.is === 'choice')
    return (
      <>
        <StepLink step={one.at} onStep={onStep} />: {one.name} = {one.value}
      </>
    );
  return (
    <>
      <StepLink step={one.before} onStep={onStep} /> <span class="quiet">before</span>{' '}
      <StepLink step={one.after} onStep={onStep} />
    </>
  );
}

function StepLink({ step, onStep }: { readonly step: StepTold; readonly onStep: (step: number) => void }) {
  const what = `${step.context}: ${step.proc}()`;
  if (step.step === null) return <span>{what}, which never comes</span>;
  const number = step.step;
  return (
    <button type="button" class="link" onClick={() => onStep(number)}>
      {number} {what}
    </button>
  );
}
