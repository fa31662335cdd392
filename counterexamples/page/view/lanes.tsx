/** The lanes: a column for each context, time running down, and arrows from cause to effect. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Explanation } from '../../explain/explanation.ts';
import type { ContextTold } from '../engine/tell.ts';
import { Arrows } from './arrows.tsx';
import type { Row, StatementRow, StepRow } from './schedule-rows.ts';
import type { NarratedStep } from '../../narrate.ts';

/** What is kept free above and below the current row, in px: the head of the table stands there. */
const ROOM = 60;

interface Props {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly steps: readonly NarratedStep[];
  readonly contexts: readonly ContextTold[];
  readonly explanation: Explanation | null;
  /** Steps taken; null: the schedule is shown beside another. */
  readonly at: number | null;
  readonly folded: readonly string[];
  readonly onStep: (step: number) => void;
  readonly onFold: (context: string) => void;
  readonly onOpen: (from: number, to: number) => void;
  /** Of each step, where the schedule is held against another. */
  readonly marks?: readonly string[];
}

export function Lanes({ label, rows, steps, contexts, explanation, at, folded, onStep, onFold, onOpen, marks }: Props) {
  const table = useRef<HTMLDivElement>(null);
  const before = useRef<number | null>(null);
  const speaking = new Set(rows.flatMap((row) => (row.is === 'step' ? [row.context] : [])));
  const lanes = contexts.filter(({ name }) => speaking.has(name));
  useEffect(() => {
    if (at === null) return;
    const hasStepped = before.current !== null && before.current !== at;
    before.current = at;
    const box = table.current;
    const row = box?.querySelector<HTMLElement>('[aria-current="step"]');
    if (box === null || row === null || row === undefined) return;
    // The head of the lanes stays in front of the rows.
    const [top, bottom] = [row.offsetTop - ROOM, row.offsetTop + row.offsetHeight + ROOM];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    const rect = row.getBoundingClientRect();
    // When the reader steps, the page follows; when it is opened, it stands at its top.
    if (hasStepped && (rect.top < 0 || rect.bottom > innerHeight)) row.scrollIntoView({ block: 'center' });
  }, [at, rows]);
  return (
    <div class="lanes" ref={table}>
      <table style={{ '--lanes': lanes.filter(({ name }) => !folded.includes(name)).length }}>
        <caption class="quiet">{label}</caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            {lanes.map(({ name, isAtomic }) => {
              const isFolded = folded.includes(name);
              return (
                <th scope="col" key={name} class={`lane ${hue(name, contexts)} ${isFolded ? 'folded' : ''}`}>
                  <button type="button" aria-expanded={!isFolded} onClick={() => onFold(name)}>
                    {name}
                    {isAtomic ? <small> irq</small> : null}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.is === 'hidden' ? (
              <tr class="hidden-steps" key={`h${row.from}`}>
                <td colSpan={lanes.length + 1}>
                  <button type="button" onClick={() => onOpen(row.from, row.to)}>
                    ⋮ {row.to - row.from + 1} {row.from === row.to ? 'step' : 'steps'} not shown
                  </button>
                </td>
              </tr>
            ) : (
              <tr
                key={row.step}
                data-step={row.step}
                class={classOf(row, at, marks)}
                aria-current={row.step === at ? 'step' : undefined}
              >
                <th scope="row">
                  <button type="button" aria-label={`go to step ${row.step}`} onClick={() => onStep(row.step)}>
                    {row.step}
                  </button>
                  {marks?.[row.step - 1] === 'put in' ? <span class="quiet">put in</span> : null}
                </th>
                {lanes.map(({ name }) => (
                  <td
                    key={name}
                    data-context={name}
                    class={`lane ${hue(name, contexts)} ${folded.includes(name) ? 'folded' : ''}`}
                  >
                    {name !== row.context ? null : folded.includes(name) ? (
                      <span class="dot" />
                    ) : (
                      <StepTold row={row} />
                    )}
                  </td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
      {explanation === null ? null : (
        <Arrows within={table} rows={rows} steps={steps} explanation={explanation} at={at} />
      )}
    </div>
  );
}

const classOf = (row: StepRow, at: number | null, marks: readonly string[] | undefined): string =>
  [
    'step',
    row.findings.length > 0 ? 'wrong' : '',
    at !== null && row.step > at ? 'later' : '',
    (marks?.[row.step - 1] ?? '').replace(' ', '-'),
  ].join(' ');

/** A context's colour, by its place. */
export const hue = (name: string, contexts: readonly ContextTold[]): string =>
  `hue${contexts.findIndex((one) => one.name === name) % 6}`;

function StepTold({ row }: { readonly row: StepRow }): ComponentChildren {
  return (
    <>
      {row.statements.map((one, i) => (
        <Statement key={i} row={one} />
      ))}
      {row.findings.map(({ kind, what }) => (
        <p class="finding" key={`${kind} ${what}`}>
          ✗ {kind}: {what}
        </p>
      ))}
    </>
  );
}

function Statement({ row }: { readonly row: StatementRow }) {
  const { statement, code, values, head, removed, matters } = row;
  return (
    <div class={`statement ${matters ? 'matters' : ''}`}>
      {head === null ? null : <p class="function">{head}</p>}
      {removed.map(({ line, c }) => (
        <p class="removed" key={`${line} ${c}`}>
          <span class="line">{line}</span>
          <del>
            <code>{c}</code>
          </del>
          <span class="quiet"> the patch takes it out</span>
        </p>
      ))}
      <p>
        <span class="line">
          {statement.line === 0 ? '' : statement.line}
          {statement.patched ? '+' : ''}
        </span>
        <code>{code}</code>
      </p>
      {values.length === 0 ? null : (
        <p class="values">
          {values.map((value) => (
            <span key={value}>{value}</span>
          ))}
        </p>
      )}
    </div>
  );
}
