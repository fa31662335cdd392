// What the system grants too little of to go on. That is no mistake of the program's, and whoever runs it can do something about it.
// Plain JavaScript, since even TypeScript may not be loaded for lack of it.

/** Sixteen threads need no more; one does with a tenth. */
const FILES = 1024;
const RAISE = `expected a limit of ${FILES} at least (ulimit -n)`;

const SHORTAGES = [
  [/\bEMFILE\b/, `too many open files; ${RAISE}`],
  [
    /\bENFILE\b/,
    'too many open files in the whole system; expected others to close some, or a higher limit (fs.file-max)',
  ],
  [/\bENOMEM\b/, 'there is no more memory; expected more of it, or fewer threads (--workers)'],
  [
    /\b(?:spawn|Worker)\b.*\bEAGAIN\b/,
    'no more processes and threads can be started; expected a higher limit (ulimit -u)',
  ],
  [/\b(?:ENOSPC|EDQUOT)\b/, 'a disk is full; expected room in the folder for temporary files (TMPDIR)'],
];

/** The first line of what was thrown. */
export function firstLine(problem) {
  const isError = problem instanceof Error;
  return String((isError && problem.message) || problem).split('\n')[0];
}

/** What there was too little of and what to do about it, where that is what was thrown; else null. */
export function shortageOf(problem) {
  const line = firstLine(problem);
  const [, says = null] = SHORTAGES.find(([name]) => name.test(line)) || [];
  return says;
}

/**
 * The same of what nobody foresaw. Where few files can be open, libraries and Node itself say of what they could not open that it is
 * not there, or touch it as if it were.
 */
export function shortageBehind(problem) {
  const known = shortageOf(problem);
  if (known !== null) return known;
  const limit = openFiles();
  if (!(limit < FILES)) return null;
  return `only ${limit} files can be open at once; ${RAISE}: this came of it, or is an internal error: ${firstLine(problem)}`;
}

/** How many files may be open; Infinity where nobody says. */
function openFiles() {
  try {
    const { soft } = process.report.getReport().userLimits.open_files;
    return typeof soft === 'number' ? soft : Infinity;
  } catch {
    return Infinity;
  }
}
