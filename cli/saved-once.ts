/**
 * Random searches come to the same minimum again and again, in scenarios of other names. Its file is named for what is in it, so that
 * it is saved once.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readTrace } from '../counterexamples/aio/read-trace.ts';
import type { Trace, ViolatedTrace } from '../counterexamples/aio/trace.ts';
import { canonical } from '../properties/aio/outcome.ts';
import { readText } from './reading.ts';
import { filePart, type TraceNaming } from './traces.ts';

/** Hexadecimal digits of a file's name: two of some thousand files hardly ever share them. */
const DIGITS = 8;

/** `PROPERTY.PATCH.HASH`, the hash of the scenario but for its name, and of the schedule. */
export const byContent: TraceNaming = { nameOf, isSaved };

function nameOf({ property, patch, scenario, schedule }: ViolatedTrace): string {
  const { name: _name, ...world } = scenario;
  const hash = createHash('sha256').update(canonical({ world, schedule })).digest('hex');
  return [filePart(property), filePart(patch), hash.slice(0, DIGITS)].join('.');
}

/** What was proved of it stays proved. */
function isSaved(path: string, trace: ViolatedTrace): boolean {
  if (!existsSync(path)) return false;
  const read = readTrace(readText(path, 'trace'), path);
  if (!read.ok || told(read.trace) !== told(trace)) return false;
  return read.trace.minimal.certified || !trace.minimal.certified;
}

/** All but the name of the scenario, and whether it is certified. */
const told = ({ scenario, minimal, ...rest }: Trace): string =>
  canonical({ ...rest, scenario: { ...scenario, name: '' }, minimal: { ...minimal, certified: false } });
