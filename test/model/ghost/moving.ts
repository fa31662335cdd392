/** How patches are written that only move something. */
import type { Hunk, Patch } from '../../../model/core/index.ts';

/** A patch of one hunk, of the same name. */
export const moving = (name: string, standsFor: string, ...edits: Hunk['edits']): Patch => ({
  name,
  summary: `a test: ${standsFor}`,
  hunks: [{ name, standsFor, edits }],
});
