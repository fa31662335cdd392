/** Tells a failure so that it can be made again, and keeps it as files. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../model/diagnostics/visible.ts';
import { type Failure, writeFiles } from './command.ts';
import { signatureOf } from './hunt.ts';

/** So much of what was printed is told. */
const MOST = 2000;

/** As a shell takes it. */
const word = (arg: string): string => {
  if (/^[\w./+:,=-]+$/.test(arg)) return arg;
  const escaped = JSON.stringify(arg)
    .slice(1, -1)
    .replaceAll("'", String.raw`\'`)
    .replaceAll(String.raw`\"`, '"');
  return `$'${visible(escaped)}'`;
};

const shown = (text: string): string => text.split('\n').map(visible).join('\n').slice(0, MOST) || '(nothing)';

export function tell(
  { command: { args, files }, result: { code, stdout, stderr }, complaints }: Failure,
  again: string,
): string {
  return [
    `npx kioctx ${args.map(word).join(' ')}`,
    ...complaints.map((complaint) => `- ${complaint}`),
    `found by: ${again}`,
    `exit code: ${code}`,
    '--- standard error',
    shown(stderr),
    '--- standard output',
    shown(stdout),
    ...Object.entries(files).flatMap(([file, content]) => [
      `--- ${file}`,
      typeof content === 'string' ? shown(content) : Buffer.from(content).toString('hex').slice(0, MOST),
    ]),
    '',
  ].join('\n');
}

/** Puts the files of the command into a folder of their own, with a README beside them; gives the folder. */
export function keep(failure: Failure, kind: string, again: string, into: string): string {
  const mark = createHash('sha256').update(signatureOf(failure)).digest('hex').slice(0, 8);
  const folder = join(into, `${kind}-${mark}`);
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFiles(failure.command, folder);
  writeFileSync(join(folder, 'README.txt'), tell(failure, again));
  return folder;
}
