/**
 * What happened in one run, taken down outside the machine's state: the ledger that the properties judge by, written once more to
 * hold the model's own against. It shares no code with that. Fields have the names and the form that they have in a plain state.
 */
import { factsOf, type WorldCall } from '../../../model/calls.ts';
import { EIOCBQUEUED } from '../../../model/include/linux/errno.ts';
import { makes, mostTaken, type World } from '../../../model/world.ts';
import {
  bitsOf,
  CANCELLED_BIT,
  isMarked,
  type KiocbHolder,
  MOST_EVENTS,
  MOST_REFERENCES,
  type RequestFlags,
  RequestShadow,
  type ShadowEvent,
  UNWRITTEN,
} from './shadow-request.ts';

/** Whose reference to a kioctx. */
export type KioctxHolder = 'list' | 'lookup' | 'fput';

interface TaskShadow {
  readonly returns: number[];
  readonly taken: number[];
  cancels: number | null;
}
interface ContextShadow {
  holds_ctx: number;
  holds_kiocb: number | null;
  runs: number | null;
  sends_bios: boolean;
}
interface SlotShadow {
  unread: boolean;
  overwritten: boolean;
}
interface BioShadow {
  ended_with: number | typeof UNWRITTEN;
  holds_dio: boolean;
}

const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

export class ShadowLedger {
  private readonly world: World;
  private readonly requests: readonly RequestShadow[];
  private readonly tasks: readonly TaskShadow[];
  private readonly contexts: readonly ContextShadow[];
  private readonly slots: readonly SlotShadow[];
  private readonly bios: readonly BioShadow[];
  private readonly ctx: { held_by_list: boolean; held_by_fput: number };

  constructor(world: World, contexts: number) {
    this.world = world;
    this.ctx = { held_by_list: !makes(world, 'io_setup'), held_by_fput: 0 };
    this.requests = several(world.iocbs.length, () => new RequestShadow());
    this.tasks = several(world.tasks.length, () => ({ returns: [], taken: [], cancels: null }));
    this.contexts = several(contexts, () => ({ holds_ctx: 0, holds_kiocb: null, runs: null, sends_bios: false }));
    this.slots = several(world.ring_nr, () => ({ unread: false, overwritten: false }));
    const bios = world.iocbs.reduce((sum, iocb) => sum + iocb.bios, 0);
    this.bios = several(bios, () => ({ ended_with: UNWRITTEN, holds_dio: false }));
  }

  /** By pool, as in a plain state. */
  plain(): Readonly<Record<string, readonly object[]>> {
    return {
      request: this.requests.map((request) => request.plain()),
      task_log: this.tasks,
      context_log: this.contexts,
      kioctx_log: [this.ctx],
      io_event: this.slots,
      bio: this.bios,
    };
  }

  private request(iocb: number): RequestShadow {
    return thing(this.requests[iocb], `request ${iocb}`);
  }
  private context(number: number): ContextShadow {
    return thing(this.contexts[number], `context ${number}`);
  }
  private slot(number: number): SlotShadow {
    return thing(this.slots[number], `slot ${number}`);
  }
  private bio(number: number): BioShadow {
    return thing(this.bios[number], `bio ${number}`);
  }

  // References to a kiocb.

  /** A new kiocb has the submission's reference and the I/O's. */
  kiocbIsMade(iocb: number): void {
    this.request(iocb).hold('submission', 1);
    this.request(iocb).hold('io', 1);
  }
  kiocbIsUnmade(iocb: number): void {
    this.request(iocb).hold('submission', 0);
    this.request(iocb).hold('io', 0);
  }
  /** A task makes a sync kiocb in its frame, which has the I/O's alone, and runs it. */
  syncBegins(context: number, iocb: number): void {
    this.request(iocb).hold('io', 1);
    Object.assign(this.context(context), { runs: iocb, sends_bios: false, holds_kiocb: iocb });
  }
  /** The frame goes. Where the run is not over, it was the method that completed the request. */
  syncReturns(context: number, iocb: number): void {
    if (this.context(context).runs === iocb) this.counts(iocb);
    this.request(iocb).hold('io', 0);
    Object.assign(this.context(context), { runs: null, sends_bios: false, holds_kiocb: null });
  }
  kiocbIsGot(context: number, iocb: number, by: KiocbHolder): void {
    const request = this.request(iocb);
    request.hold(by, request.held(by) + 1);
    if (by === 'retry' || by === 'cancel') this.context(context).holds_kiocb = iocb;
  }
  /** Null: nobody knows whose reference that was. */
  kiocbIsPut(context: number, iocb: number, by: KiocbHolder | null, flags: RequestFlags): void {
    if (by === null) return;
    const request = this.request(iocb);
    request.hold(by, request.held(by) - 1);
    const holds = this.context(context);
    if ((by === 'retry' || by === 'cancel') && holds.holds_kiocb === iocb) holds.holds_kiocb = null;
    if (by === 'io') request.flags_at_completion = bitsOf(flags);
  }

  // References to the kioctx, the dio, the file.

  ctxIsGot(context: number, by: KioctxHolder): void {
    if (by === 'fput') this.ctx.held_by_fput = Math.min(this.ctx.held_by_fput + 1, MOST_REFERENCES);
    else this.context(context).holds_ctx = Math.min(this.context(context).holds_ctx + 1, MOST_REFERENCES);
  }
  /** For the list, onto which it will be put. */
  ctxIsMade(): void {
    this.ctx.held_by_list = true;
  }
  ctxIsPut(context: number, by: KioctxHolder): void {
    if (by === 'list') this.ctx.held_by_list = false;
    else if (by === 'fput') this.ctx.held_by_fput = Math.max(this.ctx.held_by_fput - 1, 0);
    else this.context(context).holds_ctx = Math.max(this.context(context).holds_ctx - 1, 0);
  }
  /** From then on the bios are sent in the run that this context makes. */
  workerGetsDio(context: number, iocb: number): void {
    this.request(iocb).dio_held_by_worker = true;
    this.context(context).sends_bios = true;
  }
  workerPutsDio(iocb: number): void {
    this.request(iocb).dio_held_by_worker = false;
  }
  bioHoldsDio(bio: number, holds: boolean): void {
    this.bio(bio).holds_dio = holds;
  }
  submissionHoldsFile(iocb: number, holds: boolean): void {
    this.request(iocb).file_held_by_submission = holds;
  }
  /** The submission's reference to the file is the request's from now on. */
  fileIsHandedOn(iocb: number): void {
    this.request(iocb).file_held_by_submission = false;
    this.request(iocb).holds_file = true;
  }
  requestPutsFile(iocb: number): void {
    this.request(iocb).holds_file = false;
  }

  // Completion and events.

  bioEnds(bio: number, error: number): void {
    this.bio(bio).ended_with = error;
  }
  /** The bio side has taken the last reference to the dio. */
  ioBegins(context: number, iocb: number): void {
    this.counts(iocb);
    this.request(iocb).begun_by = context;
  }
  /** aio_complete is entered: by the submission, or to finish what the I/O began, or else by one too many. */
  completionIsEntered(context: number, iocb: number, res: number): void {
    const request = this.request(iocb);
    const { runs, sends_bios } = this.context(context);
    const bySubmission = runs === iocb && (sends_bios || this.world.iocbs[iocb]?.bios === 0);
    if (bySubmission || request.begun_by === null) this.counts(iocb);
    else request.begun_by = null;
    if (!request.entered) request.own_result = res;
    request.entered = true;
  }
  private counts(iocb: number): void {
    const request = this.request(iocb);
    request.completions = Math.min(request.completions + 1, MOST_EVENTS);
  }
  eventIsInserted(iocb: number, slot: number, event: ShadowEvent): void {
    const { events } = this.request(iocb);
    if (events.length < MOST_EVENTS) events.push({ res: event.res, res2: event.res2 });
    const at = this.slot(slot);
    at.overwritten ||= at.unread;
    at.unread = true;
  }
  /** A call takes the event, which is of this request, off its slot. */
  eventIsRead(context: number, iocb: number): void {
    this.handsOut(iocb, 1);
    const taken = this.tasks[context]?.taken;
    if (taken !== undefined && taken.length < mostTaken(this.world)) taken.push(iocb);
  }
  private handsOut(iocb: number, count: number): void {
    const request = this.request(iocb);
    request.read = Math.max(0, Math.min(request.read + count, MOST_EVENTS));
  }
  slotIsFreed(slot: number): void {
    this.slot(slot).unread = false;
  }
  /** Of what it took, the call returns so many: what is left over was not handed out. */
  eventsAreReturned(context: number, count: number): void {
    const taken = this.tasks[context]?.taken ?? [];
    for (const iocb of taken.slice(Math.max(0, count))) this.handsOut(iocb, -1);
    taken.length = 0;
  }
  /** The ring goes, from head to tail; `objOf`: whose event lies in a slot, null where none was ever written. */
  ringIsFreed(head: number, tail: number, objOf: (slot: number) => number | null): void {
    for (let slot = head; slot !== tail; slot = (slot + 1) % this.world.ring_nr) {
      const iocb = objOf(slot);
      if (this.slot(slot).unread && iocb !== null) this.handsOut(iocb, 1);
    }
  }
  /** The submission path comes upon an error when its result so far is `existing`. */
  errorIsReported(iocb: number, existing: number, error: number): void {
    const request = this.request(iocb);
    if (existing === -EIOCBQUEUED && request.first_error === 0) request.first_error = error;
  }
  faultIsMet(iocb: number, kind: 'invalidate' | 'osync', error: number): void {
    this.request(iocb)[kind].push(error);
  }

  // Runs, kicks, cancellation.

  kickArrives(iocb: number): void {
    this.request(iocb).kicked = true;
  }
  kickIsActedOn(iocb: number): void {
    this.request(iocb).kicked = false;
  }
  runBegins(context: number, iocb: number): void {
    Object.assign(this.context(context), { runs: iocb, sends_bios: false });
    this.request(iocb).kicked = false;
  }
  runEnds(context: number): void {
    Object.assign(this.context(context), { runs: null, sends_bios: false });
  }
  /** `byTeardown`: on all that is linked, completed or not; on a completed one it counts as if it had been set before. */
  cancelledIsSet(iocb: number, flags: RequestFlags, byTeardown = false): void {
    const request = this.request(iocb);
    request.cancelled = true;
    request.cancelled_late ||= isMarked(flags);
    const isCompleted = request.entered && request.held('io') === 0;
    if (byTeardown && isCompleted) request.flags_at_completion = Number(request.flags_at_completion) | CANCELLED_BIT;
  }
  driverIsToCancel(context: number, iocb: number): void {
    this.request(iocb).cancel_called = true;
    const task = this.tasks[context];
    if (task !== undefined) task.cancels = iocb;
  }
  /** The event that io_cancel hands out is all zero. */
  cancelEventIsHandedOut(iocb: number): void {
    const { cancelEvents } = this.request(iocb);
    if (cancelEvents.length < MOST_EVENTS) cancelEvents.push({ res: 0, res2: 0 });
  }

  // System calls.

  /** io_submit_one returned 0. */
  requestIsAccepted(iocb: number): void {
    this.request(iocb).accepted = true;
  }
  /** It holds nothing any more, whatever it forgot to drop. */
  callReturns(task: number, made: WorldCall, ret: number): void {
    const context = this.context(task);
    const { holds_kiocb: held, runs } = context;
    const by = made.call === 'io_cancel' || made.call === 'io_destroy' ? 'cancel' : 'retry';
    if (held !== null) this.request(held).hold(by, this.request(held).held(by) - 1);
    if (runs !== null) this.runEnds(task);
    Object.assign(context, { holds_ctx: 0, holds_kiocb: null });
    for (const iocb of factsOf(made).submits) {
      this.request(iocb).hold('submission', 0);
      this.request(iocb).file_held_by_submission = false;
    }
    thing(this.tasks[task], `task ${task}`).cancels = null;
    this.eventsAreReturned(task, ret);
  }
  returnIsKept(task: number, value: number): void {
    thing(this.tasks[task], `task ${task}`).returns.push(value);
  }
}

function thing<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`a row names ${name}, which there is not`);
  return found;
}
