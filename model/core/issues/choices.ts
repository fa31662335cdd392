/** What is wrong with a choice, which is only known when a step makes it. */
import { described, type Issue } from './issue.ts';
import { said, wrongName } from './names.ts';

/** Thrown inside a step that offers what cannot be chosen from, or could not be found again by its line in a trace. */
export class BadChoice extends Error {
  readonly issue: Issue;
  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

/** Names, and frozen arrays of options, in which nothing was wrong. */
const names = new Set<unknown>();
const kept = new WeakSet<object>();

/** Throws BadChoice. */
export function requireChoice(name: unknown, options: unknown): void {
  if (!names.has(name)) {
    const wrong = wrongName(name, 'choice');
    if (wrong !== null)
      throw new BadChoice({ ...wrong, message: `makes a choice called ${said(name)}, which ${wrong.why}` });
    names.add(name);
  }
  if (typeof options === 'object' && options !== null && kept.has(options)) return;
  const why = unfit(options);
  if (why !== null)
    throw new BadChoice({
      code: 'options',
      message: `chooses ${said(name)} ${why}`,
      expected: 'an array of different whole numbers of 32 bits, one at least',
    });
  if (Object.isFrozen(options)) kept.add(options as object);
}

function unfit(options: unknown): string | null {
  if (!Array.isArray(options)) return `from ${described(options)}`;
  if (options.length === 0) return 'from nothing';
  for (let i = 0; i < options.length; i++) {
    const option: unknown = options[i];
    if (typeof option !== 'number' || (option | 0) !== option) return `from what has ${described(option)} in it`;
    if (options.indexOf(option) < i) return `from what has ${option} in it twice`;
  }
  return null;
}
