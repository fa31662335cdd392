/** The folders of the program's own files. What lies beside them may be anybody's. */
export const OWN_FOLDERS: readonly string[];
/** What the program's modules end in: sources in a checkout, JavaScript in the package. */
export const ENDING: '.ts' | '.js';
