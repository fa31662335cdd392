/** Writes a state of the oracle out as the core writes out its own, so that the two can be compared in full. */
import type { Content } from './memory.ts';
import type { FieldPlan, PermutationPlan, Plan } from './plan.ts';
import { procNamed, type State } from './steps.ts';

function shown({ kind }: FieldPlan, content: Content): unknown {
  if (content === null) return '?';
  switch (kind.is) {
    case 'bool':
      return content === 1;
    case 'names':
      return kind.names[content as number];
    case 'ref':
    case 'lock':
      return content === -1 ? null : content;
    default:
      return content;
  }
}

export function render(plan: Plan, { memory, stacks, halted }: State): unknown {
  const pools = Object.entries(plan.pools).map(([name, { heap, fields }]) => [
    name,
    Array.from(memory[name] ?? [], (object) => ({
      ...(heap && { life: object['life'] }),
      ...Object.fromEntries(Object.entries(fields).map(([field, one]) => [field, shown(one, object[field] ?? null)])),
    })),
  ]);
  const written = plan.contexts.map(({ name }, context) => [
    name,
    (stacks[context] ?? []).map(({ proc, at, locals }) => ({
      proc,
      label: procNamed(plan, proc).steps[at]?.label ?? 'return',
      locals,
    })),
  ]);
  return { pools: Object.fromEntries(pools), stacks: Object.fromEntries(written), halted };
}

/** The state that a renaming of objects and contexts makes of this one. */
export function renamed(plan: Plan, { memory, stacks, halted }: State, { pools, contexts }: PermutationPlan): State {
  const idIn = (pool: string, id: number): number => (id < 0 ? id : (pools[pool]?.[id] ?? id));
  const contextIn = (context: number): number => (context < 0 ? context : (contexts[context] ?? context));
  const content = (field: FieldPlan | undefined, one: Content): Content => {
    if (field === undefined) {
      const owner = plan.contexts.findIndex(({ name }) => one === `private to ${name}`);
      return owner < 0 ? one : `private to ${plan.contexts[contextIn(owner)]?.name}`;
    }
    const { kind } = field;
    if (kind.is === 'lock') return contextIn(one as number);
    if (kind.is === 'ref' && one !== null) return idIn(kind.to, one as number);
    return kind.is === 'refs' ? (one as number[]).map((id) => idIn(kind.to, id)) : one;
  };
  const moved = Object.entries(plan.pools).map(([name, { fields }]) => {
    const objects: Record<string, Content>[] = [];
    (memory[name] ?? []).forEach((object, id) => {
      objects[idIn(name, id)] = Object.fromEntries(
        Object.entries(object).map(([field, one]) => [field, content(fields[field], one)]),
      );
    });
    return [name, objects] as const;
  });
  const turned: State['stacks'] = [];
  stacks.forEach((stack, context) => {
    turned[contextIn(context)] = stack.map(({ proc, at, locals }) => {
      const types = procNamed(plan, proc).locals;
      const own = Object.entries(locals).map(([local, one]) => {
        const pool = types[local] ?? null;
        return [local, pool === null ? one : idIn(pool, one)];
      });
      return { proc, at, locals: Object.fromEntries(own) };
    });
  });
  return { memory: Object.fromEntries(moved), stacks: turned, halted };
}

/** The text with the objects renamed that it names as `node[0]`. */
export const renamedText = (text: string, { pools }: PermutationPlan): string =>
  text.replaceAll(/\b(\w+)\[(\d+)\]/g, (_, pool: string, id: string) => `${pool}[${pools[pool]?.[Number(id)] ?? id}]`);
