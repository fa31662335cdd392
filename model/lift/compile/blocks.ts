/** Instructions as blocks: what is done one after the other, and where control goes then. */
import type { Instruction, Target } from './instructions.ts';

export type Effect = Exclude<Instruction, { is: 'mark' | 'jump' | 'branch' }>;

export type Exit =
  | { readonly is: 'jump'; readonly to: Target }
  | {
      readonly is: 'branch';
      readonly condition: string;
      readonly yes: Target;
      readonly no: Target;
      readonly from: Instruction['from'];
    };

export interface Block {
  readonly name: Target;
  readonly effects: readonly Effect[];
  readonly exit: Exit;
}

/** The blocks of a piece of code that begins with the first instruction; what follows the last is `after`. */
export function blocksOf(instructions: readonly Instruction[], first: Target, after: Target): Block[] {
  const blocks: Block[] = [];
  let name: Target | null = first;
  let effects: Effect[] = [];
  const end = (exit: Exit) => {
    if (name !== null) blocks.push({ name, effects, exit });
    name = null;
    effects = [];
  };
  for (const instruction of instructions)
    if (instruction.is === 'mark') {
      end({ is: 'jump', to: instruction.target });
      name = instruction.target;
    } else if (instruction.is === 'jump') end({ is: 'jump', to: instruction.to });
    else if (instruction.is === 'branch') {
      const { condition, yes, no, from } = instruction;
      end({ is: 'branch', condition, yes, no, from });
    } else effects.push(instruction);
  end({ is: 'jump', to: after });
  return simplified(blocks, first);
}

export const targetsOf = (exit: Exit): readonly Target[] => (exit.is === 'jump' ? [exit.to] : [exit.yes, exit.no]);

/** Without blocks that only lead on, and those that nothing leads to; what one alone leads to, and always, is part of that. */
function simplified(blocks: readonly Block[], first: Target): Block[] {
  const byName = new Map(blocks.map((block) => [block.name, block]));
  const led = (target: Target): Target => {
    const seen = new Set<Target>();
    for (let to = target; ;) {
      const block = byName.get(to);
      if (block === undefined || block.effects.length > 0 || block.exit.is !== 'jump' || seen.has(to)) return to;
      seen.add(to);
      to = block.exit.to;
    }
  };
  const ledExit = (exit: Exit): Exit => {
    if (exit.is === 'jump') return { is: 'jump', to: led(exit.to) };
    const [yes, no] = [led(exit.yes), led(exit.no)];
    if (yes === no || exit.condition === 'true') return { is: 'jump', to: yes };
    return exit.condition === 'false' ? { is: 'jump', to: no } : { ...exit, yes, no };
  };
  const start = led(first);
  const reached = new Map<Target, Block>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const block = byName.get(name);
    if (block === undefined || reached.has(name)) continue;
    const exit = ledExit(block.exit);
    reached.set(name, { ...block, exit });
    queue.push(...targetsOf(exit));
  }
  return merged(
    blocks.flatMap(({ name }) => reached.get(name) ?? []),
    start,
  );
}

function merged(blocks: readonly Block[], start: Target): Block[] {
  const entered = new Map<Target, number>([[start, 1]]);
  for (const { exit } of blocks)
    for (const target of targetsOf(exit)) entered.set(target, (entered.get(target) ?? 0) + 1);
  const byName = new Map(blocks.map((block) => [block.name, block]));
  const absorbed = new Set<Target>();
  const grown = blocks.map((block) => {
    let { effects, exit } = block;
    if (absorbed.has(block.name)) return block;
    while (exit.is === 'jump') {
      const next = byName.get(exit.to);
      if (next === undefined || next.name === block.name || entered.get(exit.to) !== 1 || absorbed.has(exit.to)) break;
      absorbed.add(next.name);
      effects = [...effects, ...next.effects];
      exit = next.exit;
    }
    return { ...block, effects, exit };
  });
  const kept = grown.filter(({ name }) => !absorbed.has(name));
  return [...kept.filter(({ name }) => name === start), ...kept.filter(({ name }) => name !== start)];
}
