/** `kioctx/counterexamples`: a violation confirmed, told and replayed, of any model. */
export { cProgram } from './aio/c-program/c-program.ts';
export { exportedTrace } from './aio/exported-trace.ts';
export { readTrace, type TraceRead } from './aio/read-trace.ts';
export { type ExportedTrace, type Trace, traceOf, type ViolatedTrace } from './aio/trace.ts';
export { type Claim, confirm, type Confirmed } from './confirm.ts';
export { explain } from './explain/explain.ts';
export type { Explaining } from './explain/explanation-builder.ts';
export type { Explanation } from './explain/explanation.ts';
export { details, summary } from './explain/sentences.ts';
export { follow, type Followed } from './follow.ts';
export { folded } from './formats/folded.ts';
export { mail } from './formats/mail.ts';
export type { RenderedSchedule } from './formats/subject.ts';
export { lanes, type LanesOptions, type Style } from './lanes.ts';
export { narrate, type NarratedStep, type Narration } from './narrate.ts';
export { followRelaxed, type RelaxedRun, unlessPatched } from './relaxed.ts';
export { replay, type Replay } from './replay.ts';
export { scheduleOf } from './schedule.ts';
