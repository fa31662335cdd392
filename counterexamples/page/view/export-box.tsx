/** The schedule so far as a trace, to be saved or copied, with the command that replays it. */
import { useEffect, useMemo } from 'preact/hooks';
import type { Trace } from '../../aio/trace.ts';

interface Props {
  readonly trace: Trace;
  /** The command, but for the file. */
  readonly replay: string;
  readonly onClose: () => void;
}

const FILE = 'mine.trace.json';

export function ExportBox({ trace, replay, onClose }: Props) {
  const text = useMemo(() => `${JSON.stringify(trace, null, 1)}\n`, [trace]);
  const url = useMemo(() => URL.createObjectURL(new Blob([text], { type: 'application/json' })), [text]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <section class="panel export" aria-labelledby="export">
      <h2 id="export">The schedule as a trace</h2>
      <p>
        <a href={url} download={FILE}>
          save {FILE}
        </a>{' '}
        and run <code>{replay.replace('FILE', FILE)}</code>{' '}
        <button type="button" onClick={onClose}>
          close
        </button>
      </p>
      <textarea readOnly rows={6} aria-label="the trace" value={text} />
    </section>
  );
}
