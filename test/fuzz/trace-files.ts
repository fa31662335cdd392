/** Commands about trace files: kept ones, to which something was done. */
import { readdirSync, readFileSync } from 'node:fs';
import { FORMATS } from '../../cli/options.ts';
import fc from 'fast-check';
import { exportedTrace } from '../../counterexamples/aio/exported-trace.ts';
import type { Trace } from '../../counterexamples/aio/trace.ts';
import { patchNames } from '../../model/named-patches.ts';
import { properties } from '../../properties/aio/index.ts';
import { packaged } from '../cli/program.ts';
import type { Command } from './command.ts';
import { bytes, mutatedText, mutatedValue } from './mutated-json.ts';
import { BOUNDS } from './scenario-files.ts';

const CORPUS = packaged('counterexamples/corpus');
const kept = readdirSync(CORPUS)
  .filter((file) => file.endsWith('.trace.json'))
  .map((file) => readFileSync(`${CORPUS}/${file}`, 'utf8'));

const texts = fc.constantFrom(...kept);

/** Of a schedule line or two: gone, twice, elsewhere, or another. */
const change = fc.oneof(
  fc.record({ is: fc.constantFrom('gone', 'twice', 'swapped', 'cut'), at: fc.nat() }),
  fc.record({ is: fc.constant('other'), at: fc.nat(), from: fc.nat() }),
  fc.record({
    is: fc.constant('put'),
    at: fc.nat(),
    line: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '',
        ' ',
        'submitter',
        'submitter ? bio=-5',
        'bio0.0 ? bio=0',
        'aio/0 a.b',
        'x ? y=1e9',
        '__proto__ a.b',
      ),
      fc.constantFrom(
        'submitter ? invalidate=99999999999999999999',
        'submitter ? =0',
        'submitter io_submit_one.',
        '? a=1',
      ),
      fc.constantFrom('submitter \u001B[2J.x', 'submitter a.b\u202E', 'a\u00A0b c.d'),
    ),
  }),
);
type Change = { readonly is: string; readonly at: number; readonly from?: number; readonly line?: string };

function changed(lines: readonly string[], { is, at, from = 0, line = '' }: Change): string[] {
  const i = at % (lines.length || 1);
  const here = lines[i] ?? '';
  if (is === 'gone') return lines.toSpliced(i, 1);
  if (is === 'twice') return lines.toSpliced(i, 0, here);
  if (is === 'swapped') return lines.toSpliced(i, 2, lines[i + 1] ?? here, here);
  if (is === 'cut') return lines.slice(0, i);
  return lines.toSpliced(i, 1, is === 'put' ? line : (lines[from % (lines.length || 1)] ?? ''));
}

const otherSchedule = fc
  .tuple(texts, fc.array(change, { maxLength: 3 }))
  .map(([text, changes]: readonly [string, readonly Change[]]) => {
    const trace = JSON.parse(text) as Trace;
    return JSON.stringify({ ...trace, schedule: changes.reduce(changed, [...trace.schedule]) });
  });

/** Well-formed, of a kernel or a property that it was not of. */
const otherNames = fc
  .tuple(texts, fc.constantFrom(...patchNames, 'wake+wake', './x.ts', '', '../x'), fc.constantFrom(...properties))
  .map(([text, patch, { name }]) => JSON.stringify({ ...(JSON.parse(text) as Trace), patch, property: name }));

/** Of which nothing is said but its schedule. */
const exported = otherSchedule.map((text) => JSON.stringify(exportedTrace(JSON.parse(text) as Trace)));

const content: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { arbitrary: otherSchedule, weight: 6 },
  { arbitrary: otherNames, weight: 3 },
  { arbitrary: exported, weight: 2 },
  { arbitrary: mutatedValue(texts), weight: 6 },
  { arbitrary: mutatedText(texts), weight: 2 },
  { arbitrary: bytes(texts), weight: 1 },
);

const others = fc.oneof(
  fc.constant([]),
  fc.constantFrom(...patchNames).map((name) => ['--patch', name]),
  fc.constantFrom(...properties).map(({ name }) => ['--property', name]),
);

const line = fc.oneof(
  fc
    .tuple(others, fc.subarray(['--json', '--quiet', '--relaxed']))
    .map(([o, f]) => ['replay', './t.json'].concat(o, f)),
  fc.tuple(others, fc.constantFrom(...FORMATS)).map(([o, as]) => ['show', './t.json', '--as', as].concat(o)),
  fc.constant(['show', './t.json', '-o', './shown']),
  fc
    .tuple(others, fc.subarray(['--json', '--quiet', '--all']))
    .map(([o, f]) =>
      ['explain', './t.json', '--traces', 'none', '--max-seconds', '1', '--max-states', '5000'].concat(o, f),
    ),
  fc.tuple(others, fc.subarray(['--json', '--quiet'])).map(([o, f]) => ['shrink', './t.json'].concat(BOUNDS, o, f)),
);

export const traceCommands: fc.Arbitrary<Command> = fc
  .tuple(line, content)
  .map(([args, text]) => ({ args, files: { 't.json': text } }));
