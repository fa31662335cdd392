/** Reads a trace file as anyone may have written or edited it: the trace, or every mistake with its place. */
import { z } from 'zod';
import type { InputIssue, InputPath } from '../../model/diagnostics/input-issue.ts';
import { closed, integer, list } from '../../model/diagnostics/json-schema.ts';
import { readJson } from '../../model/diagnostics/read-json.ts';
import { scenarioSchema } from '../../model/scenarios/format/scenario.ts';
import { SCHEDULE_LINE } from '../schedule.ts';
import type { Trace } from './trace.ts';

const count = integer(0, Number.MAX_SAFE_INTEGER);
const lineNoun = '"<context> <proc>.<label>" or "<context> ? <name>=<value>"';

/** Nothing but the message of a finding is asked for: the rest is worked out again by whoever replays the trace. */
const finding = z.looseObject({ message: z.string('a message') }, 'an object with a message');

const traceSchema: z.ZodType<Trace> = closed('a trace: an object', {
  version: z.literal(1, 'format version'),
  patch: z.string("a patch's name"),
  scenario: scenarioSchema,
  property: z.string("a property's name"),
  verdict: z.literal('violated', 'verdict'),
  finding,
  minimal: closed('an object of counts', {
    tasks: count,
    requests: count,
    faults: count,
    switches: count,
    steps: count,
    certified: z.boolean('true or false'),
  }),
  schedule: list(z.string(lineNoun).regex(SCHEDULE_LINE, lineNoun), 'an array of lines'),
});

export type TraceRead =
  | {
      readonly ok: true;
      readonly trace: Trace;
      /** Where a part of it stands in the file; lines and columns count from 1. */
      readonly place: (path: InputPath) => { readonly line: number; readonly column: number };
    }
  | { readonly ok: false; readonly issues: InputIssue[] };

/** `file` is only named in the issues. */
export function readTrace(text: string, file: string): TraceRead {
  const read = readJson(text, file, traceSchema);
  return read.ok ? { ok: true, trace: read.value, place: (path) => read.place(path, 'value') } : read;
}
