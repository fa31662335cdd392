/** The seed's mail in other words: what it adds has other names, and so have parameters and locals of its functions. */

type Names = Readonly<Record<string, string>>;

/** All that the patch brings. The flag stays: a property speaks of it. */
const ADDED: Names = {
  aio_ring_insert_entry: 'put_event_in_the_ring',
  aio_propogate_error: 'keep_error_for_event',
  kiocbSetInserted: 'kiocbSetItsEvent',
  kiocbIsInserted: 'kiocbHasItsEvent',
  ki_pending_err: 'ki_kept_failure',
  ki_res: 'ki_one',
  ki_res2: 'ki_other',
};

/** By the line that a function or macro begins with. */
const WITHIN: readonly (readonly [begin: RegExp, end: RegExp, names: Names])[] = [
  [
    /^\+static void aio_ring_insert_entry/m,
    /^\+\}/m,
    { ctx: 'home', iocb: 'wish', info: 'rinf', ring: 'disc', event: 'entry', tail: 'last' },
  ],
  [
    /^\+static inline int aio_propogate_error/m,
    /^\+\}/m,
    { iocb: 'wish', existing_err: 'outcome_sofar', new_err: 'trouble' },
  ],
  [/^\+#define kiocbSetInserted/m, /$/m, { iocb: 'wish' }],
  [/^\+#define kiocbIsInserted/m, /flags\)$/m, { iocb: 'wish' }],
];

/** Members keep theirs. */
const replaced = (text: string, names: Names, isMember: boolean): string =>
  Object.entries(names).reduce(
    (all, [from, to]) => all.replaceAll(new RegExp(`${isMember ? '' : '(?<!->|\\.)'}\\b${from}\\b`, 'g'), to),
    text,
  );

export function renamed(seed: string): string {
  const within = WITHIN.reduce((text, [begin, end, names]) => {
    const at = text.search(begin);
    const length = text.slice(at).search(end);
    if (at < 0 || length < 0) throw new Error(`the mail has no ${begin.source}`);
    return text.slice(0, at) + replaced(text.slice(at, at + length), names, false) + text.slice(at + length);
  }, seed);
  return replaced(within, ADDED, true);
}

/** A module without its names. */
export const nameless = (module: string): string =>
  module.replaceAll(/'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*/g, (word) => (/^'.*\W.*'$/.test(word) ? "''" : '_'));
