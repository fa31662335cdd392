/** Reads a trace file as anyone may have written or edited it: the trace, or every mistake with its place. */
import * as z from 'zod/mini';
import { quote } from '../../model/core/issues/issue.ts';
import type { InputIssue, InputPath } from '../../model/diagnostics/input-issue.ts';
import { closed, integer, list, type Refusal, refuse } from '../../model/diagnostics/json-schema.ts';
import { readJson } from '../../model/diagnostics/read-json.ts';
import { scenarioSchema } from '../../model/scenarios/format/scenario-schema.ts';
import { SCHEDULE_LINE } from '../schedule.ts';
import type { Trace } from './trace.ts';

const count = integer(0, Number.MAX_SAFE_INTEGER);
const lineNoun = '"<context> <proc>.<label>" or "<context> ? <name>=<value>"';

const PROPERTY = "a property's name";
const FINDING = 'an object with a message';

/** Nothing but the message of a finding is asked for: the rest is worked out again by whoever replays the trace. */
const finding = z.looseObject({ message: z.string('a message') }, FINDING);

const DIGEST = '"sha256:" and 64 hexadecimal digits';
const digest = z.string(DIGEST).check(z.regex(/^sha256:[\da-f]{64}$/, DIGEST));
const liftedText = closed('{ file, digest, sidecar, linux? }', {
  file: z.string("a file's name"),
  digest,
  sidecar: z.nullable(digest),
  linux: z.exactOptional(z.literal(true, 'true')),
});

const parts = closed('a trace: an object', {
  version: z.literal(1, 'format version'),
  patch: z.string("a patch's name"),
  lifted: z.exactOptional(
    z.union([liftedText, z.array(liftedText)], '{ file, digest, sidecar, linux? }, or an array of these'),
  ),
  scenario: scenarioSchema,
  property: z.nullable(z.string(`${PROPERTY}, or null where the verdict is none`)),
  verdict: z.enum(['violated', 'none'], 'verdict'),
  finding: z.optional(finding),
  minimal: closed('an object of counts', {
    tasks: count,
    requests: count,
    faults: count,
    switches: count,
    steps: count,
    certified: z.boolean('true or false'),
  }),
  schedule: list(z.string(lineNoun).check(z.regex(SCHEDULE_LINE, lineNoun)), 'an array of lines'),
});

/** Whether anything is violated decides what belongs to it. */
const traceSchema: z.ZodMiniType<Trace> = z.pipe(
  parts,
  z.transform(({ verdict, property, finding: found, ...rest }, ctx): Trace => {
    const refuseAt = (path: 'property' | 'finding', code: Refusal['code'], message: string, expected: string): void =>
      refuse(ctx, [path], { code, message, expected });
    if (verdict === 'none') {
      if (property !== null) refuseAt('property', 'type', `got ${quote(property)}`, 'null, as the verdict is none');
      if (found !== undefined) refuseAt('finding', 'type', 'got an object', 'no finding, as the verdict is none');
      return { ...rest, property: null, verdict };
    }
    if (property === null) refuseAt('property', 'type', 'got null', `${PROPERTY}, as the verdict is violated`);
    if (found === undefined) refuseAt('finding', 'missing', 'missing', `${FINDING}, as the verdict is violated`);
    return property === null || found === undefined ? z.NEVER : { ...rest, property, verdict, finding: found };
  }),
);

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
