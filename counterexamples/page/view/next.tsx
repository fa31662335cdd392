/** Who goes next: the turns that can be taken, what lies ahead of each, and who cannot go. */
import type { LookedAhead } from '../engine/tasks.ts';
import type { NextTurn } from '../engine/next-turns.ts';
import type { Ahead } from '../engine/survey.ts';
import { briefCode } from '../../brief-code.ts';
import { showResult } from '../../../model/include/linux/errno.ts';

export type Surveyed = 'working' | 'done' | 'too many' | 'stopped';

interface Props {
  readonly look: LookedAhead | null;
  readonly surveyed: Surveyed;
  /** The property that is judged by; null: all. */
  readonly property: string | null;
  readonly properties: readonly string[];
  /** The lines of the step that the schedule has next. */
  readonly follows: readonly string[] | null;
  readonly onTake: (turn: NextTurn) => void;
  readonly onJudgeBy: (property: string | null) => void;
  readonly onNearest: () => void;
  readonly onBack: (() => void) | null;
  readonly onExport: () => void;
  readonly onSurvey: () => void;
  readonly onStop: () => void;
}

export function Next(props: Props) {
  const { look, property, properties, follows, onTake, onJudgeBy, onNearest, onBack, onExport } = props;
  const here = look?.ahead?.here ?? null;
  return (
    <section class="panel next" aria-labelledby="next">
      <h2 id="next">Who goes next</h2>
      <label class="judge">
        judged by{' '}
        <select
          value={property ?? ''}
          onChange={({ currentTarget }) => onJudgeBy(currentTarget.value === '' ? null : currentTarget.value)}
        >
          <option value="">all properties</option>
          {properties.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="here" role="status">
        {here === null ? <Survey {...props} /> : aheadTold(here, 'here')}
      </p>
      {look === null ? null : look.next.halted === null ? null : (
        <p class="wrong">The run has ended: {look.next.halted}</p>
      )}
      <ul class="turns">
        {look?.next.turns.map((turn, i) => {
          const ahead = look.ahead?.turns[i] ?? null;
          const isNext = follows !== null && follows.join('\n') === turn.lines.join('\n');
          return (
            <li key={turn.lines.join()}>
              <button type="button" class={isNext ? 'follows' : ''} onClick={() => onTake(turn)}>
                <strong>{turn.context}</strong> <span class="quiet">{turn.proc}()</span>
                <code>{briefCode(turn.c)}</code>
                {turn.choices.map(({ name, value }) => (
                  <span class={value === 0 ? 'chance' : 'chance fault'} key={name}>
                    {name} = {showResult(value)}
                  </span>
                ))}
                {ahead === null ? null : (
                  <span class={`ahead ${classOfAhead(ahead)}`}>{aheadTold(ahead, 'there')}</span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {look?.next.turns.length === 0 && look.next.halted === null ? (
        <p>{here?.isWrong === false ? 'The end: this schedule passes.' : 'The end: nothing can go any more.'}</p>
      ) : null}
      <p class="buttons">
        <button type="button" disabled={here === null || here.isWrong || here.distance === null} onClick={onNearest}>
          to the nearest violation
        </button>
        <button type="button" disabled={onBack === null} onClick={() => onBack?.()}>
          go back
        </button>
        <button type="button" onClick={onExport}>
          export as a trace
        </button>
      </p>
      {look === null || look.next.waiting.length === 0 ? null : (
        <details>
          <summary>{look.next.waiting.length} cannot go</summary>
          <ul class="waiting">
            {look.next.waiting.map(({ context, why, proc, at, c }) => (
              <li key={context}>
                <strong>{context}</strong> {why}
                {why === 'waits' ? (
                  <>
                    {' '}
                    at <code>{briefCode(c)}</code> in {proc}() <span class="quiet">{at}</span>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Survey({ surveyed, onSurvey, onStop }: Props) {
  switch (surveyed) {
    case 'working':
      return (
        <>
          going through all states …{' '}
          <button type="button" onClick={onStop}>
            stop
          </button>
        </>
      );
    case 'too many':
      return <>There are too many states to tell what lies ahead.</>;
    case 'done':
      return <>…</>;
    case 'stopped':
      return (
        <button type="button" onClick={onSurvey}>
          tell what lies ahead
        </button>
      );
  }
}

const classOfAhead = ({ isWrong, canPass }: Ahead): string => (isWrong ? 'wrong' : canPass ? 'passes' : 'fails');

function aheadTold({ isWrong, canPass, distance }: Ahead, where: 'here' | 'there'): string {
  if (isWrong) return where === 'here' ? 'Something is violated here.' : 'violated';
  const far = distance === null ? 'no violation ahead' : `nearest violation in ${distance}`;
  if (where === 'there') return `${canPass ? 'can still pass' : 'can no longer pass'}; ${far}`;
  const near =
    distance === null
      ? 'No violation can be reached.'
      : `The nearest violation is ${distance} ${distance === 1 ? 'step' : 'steps'} away.`;
  return `${canPass ? 'Some schedule passes from here.' : 'No schedule passes from here.'} ${near}`;
}
