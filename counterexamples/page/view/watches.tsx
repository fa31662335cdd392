/** Fields and expressions that the reader watches over all steps. */
import { useState } from 'preact/hooks';
import type { StateTold } from '../engine/state-told.ts';
import { readWatch, spansOf } from '../engine/watch.ts';
import { remember, remembered } from './remembered.ts';

interface Props {
  readonly states: readonly StateTold[];
  readonly at: number;
  readonly onStep: (step: number) => void;
}

const KEY = 'watches';

const kept = (): readonly string[] => (remembered(KEY) ?? '').split('\n').filter((text) => text !== '');

export function Watches({ states, at, onStep }: Props) {
  const [texts, setTexts] = useState<readonly string[]>(kept);
  const [draft, setDraft] = useState('');
  const keep = (all: readonly string[]): void => {
    setTexts(all);
    remember(KEY, all.join('\n'));
  };
  const [first] = states;
  const issue = draft === '' || first === undefined ? null : readWatch(draft, first);
  const why = issue === null || issue.ok ? '' : issue.why;
  return (
    <section class="panel watches" aria-labelledby="watches">
      <h2 id="watches">Watch</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (issue?.ok !== true) return;
          keep([...texts.filter((text) => text !== draft), draft]);
          setDraft('');
        }}
      >
        <input
          aria-label="field or expression to watch"
          aria-describedby="watch-issue"
          placeholder="kiocb[0].ki_users"
          value={draft}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
        <button type="submit">watch</button>
      </form>
      <p id="watch-issue" class="quiet" role="status">
        {why}
      </p>
      {texts.map((text) => (
        <div class="watch" key={text}>
          <code>{text}</code>
          <button
            type="button"
            aria-label={`no longer watch ${text}`}
            onClick={() => keep(texts.filter((one) => one !== text))}
          >
            ×
          </button>
          <Spans text={text} states={states} at={at} onStep={onStep} />
        </div>
      ))}
    </section>
  );
}

function Spans({ text, states, at, onStep }: Props & { readonly text: string }) {
  const [first] = states;
  if (first === undefined) return null;
  const read = readWatch(text, first);
  if (!read.ok) return <p class="quiet">not in this scenario</p>;
  return (
    <ol class="spans">
      {spansOf(read.watch, states).map(({ from, to, text: value }) => (
        <li key={from} style={{ flexGrow: to - from + 1 }}>
          <button
            type="button"
            class={from <= at && at <= to ? 'now' : ''}
            title={from === to ? `behind step ${from}` : `behind steps ${from} to ${to}`}
            onClick={() => onStep(from)}
          >
            {value}
            <small> from {from}</small>
          </button>
        </li>
      ))}
    </ol>
  );
}
