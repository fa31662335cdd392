/** Schedules whose names and texts are not ours: what a user's patch or scenario may be called. */
import fc from 'fast-check';
import type { RenderedSchedule } from '../../../counterexamples/formats/subject.ts';

/** What means something in one format or another. */
const HOSTILE = [
  '`',
  '```',
  '`````',
  '</details>',
  '<script>',
  '<br/>',
  ';',
  '#59;',
  '%%{init}%%',
  '$$',
  '\n',
  '\r\n```\n',
  '\u2028',
  '\n# heading',
  '\n- item',
  '\nend',
  '](https://example.org)',
  'https://example.org',
  '**',
  '__',
  '|',
  '->>',
  ': wrap:',
  '\\',
  '"',
  '\u001B[31m',
];

export const hostile: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

/** These say which kind of thing it is, and come from us. */
const OURS: ReadonlySet<string> = new Set(['is', 'kind', 'first', 'second', 'failing', 'all']);

/** The same schedule, with a text before and behind every name, statement and message. */
export function spoil(rendered: RenderedSchedule, text: string): RenderedSchedule {
  const spoilt = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return OURS.has(key) ? value : `${text}${value}${text}`;
    if (Array.isArray(value)) return value.map((one) => spoilt(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoilt(one, name)]));
  };
  return { ...(spoilt(rendered, '') as RenderedSchedule), showValue: rendered.showValue };
}
