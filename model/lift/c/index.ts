/** C of the kernel's kind, of which some lines are there: its syntax as plain data. */
export { blankComments } from './comments.ts';
export { cText } from './c-text.ts';
export { type CParser, parserFrom } from './c-parser.ts';
export type { Conditional, SkippedLine } from './directives.ts';
export type { Configuration } from './conditions.ts';
export { type Fragment, type FragmentOptions, parseExpression, parseFragment, type Surroundings } from './fragment.ts';
export { type CIssue, type CIssueCode, type Extent, showCIssue, type SourceLine } from './source.ts';
export { type Macro, macroOf } from './macros.ts';
export { sameCode, wordsOf } from './same-code.ts';
export { hasEffect, operandsOf } from './walk.ts';
export type * from './tree.ts';
