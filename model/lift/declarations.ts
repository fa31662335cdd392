/** Locals that a piece of C declares, and what of it cannot be followed: frames have one local of each name. */
import type { Item } from './c/index.ts';
import type { Refusal } from './outside/added.ts';

export type LocalDeclaration = Extract<Item, { kind: 'declaration' }>;

/** The parts of a statement in which further ones stand; declarations in them are seen there alone. */
function partsOf(item: Item): readonly Item[] {
  switch (item.kind) {
    case 'block':
      return item.body;
    case 'if':
      return item.alternative === null ? [item.consequence] : [item.consequence, item.alternative];
    case 'while':
    case 'do':
    case 'switch':
    case 'macroLoop':
      return [item.body];
    case 'for':
      return [...item.initialiser, item.body];
    default:
      return [];
  }
}

/** However deep. */
export const declarationsIn = (items: readonly Item[]): LocalDeclaration[] =>
  items.flatMap((item) => (item.kind === 'declaration' ? [item] : declarationsIn(partsOf(item))));

/** `outer`: parameters, and other locals of the whole function. What stands at the top may declare these again, as a patch that moves a line does. */
export function shadowingIn(items: readonly Item[], outer: ReadonlySet<string>): Refusal[] {
  const top = items.filter((item) => item.kind === 'declaration');
  const known = new Set([...outer, ...top.map(({ name }) => name)]);
  return items.flatMap((item) => shadowing(partsOf(item), known));
}

function shadowing(items: readonly Item[], known: ReadonlySet<string>): Refusal[] {
  const here = items.filter((item) => item.kind === 'declaration');
  const found = here.flatMap(({ name, at }): Refusal[] =>
    known.has(name)
      ? [{ line: at.line, message: `a second local ${name} hides the first`, expected: 'a name of its own' }]
      : [],
  );
  const inner = new Set([...known, ...here.map(({ name }) => name)]);
  return [...found, ...items.flatMap((item) => shadowing(partsOf(item), inner))];
}

const unqualified = (type: string): string => type.replaceAll(/\b(?:const|volatile|register)\b\s*/g, '').trim();

/** Locals that stay in use, and get another type. */
export function retyped(removed: readonly LocalDeclaration[], added: readonly LocalDeclaration[]): Refusal[] {
  const was = new Map(removed.map((one) => [one.name, one]));
  return added.flatMap((one): Refusal[] => {
    const old = was.get(one.name);
    const isSame =
      old === undefined || (unqualified(old.type) === unqualified(one.type) && old.pointers === one.pointers);
    if (isSame) return [];
    const message = `${one.name} gets another type, and steps that stay are made for the one it had`;
    return [{ line: one.at.line, message, expected: 'a local of another name' }];
  });
}
