/** What the shadow ledger has of one request. */

/** Whose reference to a kiocb. */
export type KiocbHolder = 'submission' | 'io' | 'retry' | 'cancel' | 'others';

export interface RequestFlags {
  readonly KIF_KICKED: boolean;
  readonly KIF_CANCELLED: boolean;
  /** Of patches that add it. */
  readonly KIF_INSERTED?: boolean;
}

export interface ShadowEvent {
  readonly res: number;
  readonly res2: number;
}

/** A plain state shows this for what was never written. */
export const UNWRITTEN = '?';

/** Counts stop here: events, completions and reads of one request, and references of one holder. */
export const MOST_EVENTS = 3;
export const MOST_REFERENCES = 7;

/** KICKED, CANCELLED and INSERTED as bits 0 to 2. */
export const CANCELLED_BIT = 2;
export const isMarked = (flags: RequestFlags): boolean => 'KIF_INSERTED' in flags && (flags.KIF_INSERTED ?? false);
export const bitsOf = (flags: RequestFlags): number =>
  Number(flags.KIF_KICKED) + CANCELLED_BIT * Number(flags.KIF_CANCELLED) + 4 * Number(isMarked(flags));

export class RequestShadow {
  completions = 0;
  begun_by: number | null = null;
  accepted = false;
  entered = false;
  own_result: number | typeof UNWRITTEN = UNWRITTEN;
  first_error = 0;
  read = 0;
  kicked = false;
  cancelled = false;
  cancelled_late = false;
  cancel_called = false;
  flags_at_completion: number | typeof UNWRITTEN = UNWRITTEN;
  dio_held_by_worker = false;
  file_held_by_submission = false;
  holds_file = false;
  readonly events: ShadowEvent[] = [];
  readonly cancelEvents: ShadowEvent[] = [];
  readonly invalidate: number[] = [];
  readonly osync: number[] = [];
  private readonly references = new Map<KiocbHolder, number>();

  held(by: KiocbHolder): number {
    return this.references.get(by) ?? 0;
  }
  hold(by: KiocbHolder, count: number): void {
    this.references.set(by, Math.max(0, Math.min(count, MOST_REFERENCES)));
  }

  plain(): Record<string, unknown> {
    const { references: _, events, cancelEvents, ...rest } = this;
    return {
      ...rest,
      events_res: events.map(({ res }) => res),
      events_res2: events.map(({ res2 }) => res2),
      cancel_res: cancelEvents.map(({ res }) => res),
      cancel_res2: cancelEvents.map(({ res2 }) => res2),
      held_by_submission: this.held('submission') > 0,
      held_by_io: this.held('io') > 0,
      held_by_retry: this.held('retry'),
      held_by_cancel: this.held('cancel'),
      held_by_others: this.held('others'),
    };
  }
}
