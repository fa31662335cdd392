/** Diffs of our own as mailers and archives leave them, lifted. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  archived,
  collapsed,
  type Damage,
  quoted,
  quotedPrintable,
  tabsToBlanks,
  withoutBlankInEmpty,
  withoutLeadingBlank,
  wrappedAt,
  wrappedAtCharacter,
} from '../diffs/damages.ts';
import type { Lifted } from '../../../model/lift/lift.ts';
import { liftTexts } from './lifting.ts';

const folder = new URL('../../fixtures/diffs/', import.meta.url);

/** The module, but for where lines of the text stand and what the mail is called; null: refused. */
const moduleOf = (lifted: Lifted): string | null =>
  lifted.ok
    ? lifted.module
        .replaceAll(/\b1\.patch:\d+/g, '1.patch')
        .replace(/^\/\*\* Lifted from .*/, '')
        .replace(/^ {2}summary: .*/m, '')
    : null;

interface OwnDiff {
  readonly name: string;
  readonly text: string;
  /** As it is. */
  readonly module: string;
}

/** Those that stand on 2.6.20 alone. */
export const ownDiffs: readonly OwnDiff[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.diff'))
  .toSorted()
  .flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const module = moduleOf(liftTexts(text));
    return module === null ? [] : [{ name, text, module }];
  });

export const damages: Readonly<Record<string, Damage>> = {
  'tabs as blanks': tabsToBlanks,
  'leading blanks lost': withoutLeadingBlank,
  'empty lines without a blank': withoutBlankInEmpty,
  'blanks collapsed': collapsed,
  archived,
  quoted,
  'quoted-printable': quotedPrintable,
  'wrapped at column 72': wrappedAt(72),
  'wrapped at column 64': wrappedAt(64),
  'wrapped at character 64': wrappedAtCharacter(64),
  'wrapped at character 48': wrappedAtCharacter(48),
};

function damaged(text: string, names: readonly string[]): string {
  const lines: readonly string[] = [...text.trimEnd().split('\n'), '', '-- ', 'Zoe'];
  return names.reduce((all, name) => (damages[name] as Damage)(all), lines).join('\n');
}

/** Of the diffs that are lifted with this damage: which, and those whose module is another. */
export function liftedWith(names: readonly string[]): { readonly lifted: string[]; readonly changed: string[] } {
  const found = ownDiffs.map(({ name, text, module }) => ({
    name,
    module,
    again: moduleOf(liftTexts(damaged(text, names))),
  }));
  const lifted = found.filter(({ again }) => again !== null);
  return {
    lifted: lifted.map(({ name }) => name),
    changed: lifted.filter(({ module, again }) => module !== again).map(({ name }) => name),
  };
}
