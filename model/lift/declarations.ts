/** Locals that a piece of C declares, and what of it cannot be followed: frames have one local of each name. */
import type { Item } from './c/index.ts';
import type { LiftRefusal } from './outside/added.ts';

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

/** `outer`: parameters, and other locals of the whole function. What stands at the top may declare these again, as a patch that moves a line does. `isNew`: the patch brings the declaration. */
export function shadowingIn(
  items: readonly Item[],
  outer: ReadonlySet<string>,
  isNew: (line: number, name: string) => boolean = () => true,
): LiftRefusal[] {
  const top = items.filter((item) => item.kind === 'declaration');
  const known = new Set([...outer, ...top.map(({ name }) => name)]);
  return items.flatMap((item) => shadowing(partsOf(item), known)).filter(({ line, name }) => isNew(line, name));
}

function shadowing(items: readonly Item[], known: ReadonlySet<string>): (LiftRefusal & { readonly name: string })[] {
  const here = items.filter((item) => item.kind === 'declaration');
  const found = here.flatMap(({ name, at }) =>
    known.has(name)
      ? [{ name, line: at.line, message: `a second local ${name} hides the first`, expected: 'a name of its own' }]
      : [],
  );
  const inner = new Set([...known, ...here.map(({ name }) => name)]);
  return [...found, ...items.flatMap((item) => shadowing(partsOf(item), inner))];
}

const unqualified = (type: string): string => type.replaceAll(/\b(?:const|volatile|register)\b\s*/g, '').trim();

/** Locals that stay in use, and get another type. */
export function retyped(removed: readonly LocalDeclaration[], added: readonly LocalDeclaration[]): LiftRefusal[] {
  const was = new Map(removed.map((one) => [one.name, one]));
  return added.flatMap((one): LiftRefusal[] => {
    const old = was.get(one.name);
    const isSame =
      old === undefined || (unqualified(old.type) === unqualified(one.type) && old.pointers === one.pointers);
    if (isSame) return [];
    const message = `${one.name} gets another type, and steps that stay are made for the one it had`;
    return [{ line: one.at.line, message, expected: 'a local of another name' }];
  });
}
