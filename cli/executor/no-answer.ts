import type { Progress } from '../../properties/search/search-run.ts';

/** What is said of it beside why; null: nothing. */
export const doesNotReturn = ({ silent }: NoAnswer): string | null =>
  silent === null ? null : `${silent} does not return`;

/** A task did not end when it was told to, and was given up. Nothing of what it found is known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'interrupted' | 'max-seconds';
  /** The last that was heard of a search. */
  readonly progress: Progress | null;
  /** The modules of which one does not return, it seems: nothing was heard any more. */
  readonly silent: string | null;
  constructor(why: NoAnswer['why'], progress: Progress | null, silent: string | null = null) {
    super(why === 'interrupted' ? 'interrupted' : 'it did not end in time');
    this.why = why;
    this.progress = progress;
    this.silent = silent;
  }
}
