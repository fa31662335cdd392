/** What a page is opened with, as plain data in it. */
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import type { Trace } from '../../aio/trace.ts';

export interface PageData {
  /** Of the program that made the page. */
  readonly version: string;
  /** By name. */
  readonly scenarios: Readonly<Record<string, Scenario>>;
  readonly traces: Readonly<Record<string, Trace>>;
  /** Patches that can be chosen, by what the page calls them, with their hunks. */
  readonly patches: readonly PatchOffered[];
  readonly properties: readonly PropertyOffered[];
  /** What is shown where the address says nothing: a trace, or a scenario under a patch, each by name. */
  readonly opens:
    | { readonly is: 'trace'; readonly trace: string }
    | { readonly is: 'scenario'; readonly scenario: string; readonly patch: string };
  /** The command that replays an exported trace, but for the file. */
  readonly replay: string;
}

export interface PatchOffered {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly hunks: readonly { readonly name: string; readonly standsFor: string }[];
}

export interface PropertyOffered {
  readonly name: string;
  readonly meaning: string;
}
