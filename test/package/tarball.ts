/** The package as `npm pack` makes it, in an empty folder beside the packages that it asks for and no others. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packaged } from '../cli/program.ts';

/** What `npm pack` reads. It works on a copy: while it packs, package.json is another. */
const SOURCES = [
  'model',
  'properties',
  'counterexamples',
  'cli',
  'build',
  'docs',
  'package.json',
  'tsconfig.base.json',
];
const TEXTS = ['README.md', 'CHANGELOG.md', 'LICENSE'];

export interface Tarball {
  /** The tarball, and the copy of the checkout that it was made in. */
  readonly path: string;
  readonly checkout: string;
  /** A folder in whose node_modules the package was unpacked. */
  readonly folder: string;
  remove(): void;
}

/** `beside`: packages that a user has too. */
export function pack(beside: readonly string[]): Tarball {
  const root = mkdtempSync(join(tmpdir(), 'kioctx-package-'));
  const checkout = join(root, 'checkout');
  for (const name of [...SOURCES, ...TEXTS]) cpSync(packaged(name), join(checkout, name), { recursive: true });
  link(packaged('node_modules'), join(checkout, 'node_modules'));
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--foreground-scripts=false'], { cwd: checkout, encoding: 'utf8' }),
  ) as [{ filename: string }];
  const path = join(checkout, filename);
  const folder = join(root, 'user');
  const own = join(folder, 'node_modules', 'kioctx');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['xzf', path, '-C', own, '--strip-components=1']);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { dependencies } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(dependencies), ...beside])
    link(packaged(`node_modules/${name}`), join(folder, 'node_modules', name));
  return { path, checkout, folder, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function link(to: string, from: string): void {
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(to, from);
}
