/** Instructions as blocks: what is done one after the other, and where control goes then. */
import type { Instruction, Target } from './instructions.ts';

export type CodeEffect = Exclude<Instruction, { is: 'mark' | 'jump' | 'branch' }>;

export type Exit =
  | { readonly is: 'jump'; readonly to: Target }
  | {
      readonly is: 'branch';
      readonly condition: string;
      readonly yes: Target;
      readonly no: Target;
      readonly from: Instruction['from'];
    };

export interface BasicBlock {
  readonly name: Target;
  readonly effects: readonly CodeEffect[];
  readonly exit: Exit;
}

export interface Blocks {
  readonly blocks: readonly BasicBlock[];
  /** Where each entry leads: to a block, or to a place that is not here. */
  readonly led: (entry: Target) => Target;
}

/** `entries`: the places at which control comes in. What follows the last instruction is `after`. */
export function blocksOf(instructions: readonly Instruction[], entries: readonly Target[], after: Target): Blocks {
  const blocks: BasicBlock[] = [];
  let name: Target | null = null;
  let effects: CodeEffect[] = [];
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
  return simplified(blocks, entries);
}

export const targetsOf = (exit: Exit): readonly Target[] => (exit.is === 'jump' ? [exit.to] : [exit.yes, exit.no]);

/** Without blocks that only lead on, and those that nothing leads to; what one alone leads to, and always, is part of that. */
function simplified(blocks: readonly BasicBlock[], entries: readonly Target[]): Blocks {
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
  const starts = new Set(entries.map(led));
  const reached = new Map<Target, BasicBlock>();
  const queue = [...starts];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const block = byName.get(name);
    if (block === undefined || reached.has(name)) continue;
    const exit = ledExit(block.exit);
    reached.set(name, { ...block, exit });
    queue.push(...targetsOf(exit));
  }
  const kept = merged(
    blocks.flatMap(({ name }) => reached.get(name) ?? []),
    starts,
  );
  return { blocks: kept, led };
}

function merged(blocks: readonly BasicBlock[], starts: ReadonlySet<Target>): BasicBlock[] {
  const entered = new Map([...starts].map((start): [Target, number] => [start, 1]));
  for (const { exit } of blocks)
    for (const target of targetsOf(exit)) entered.set(target, (entered.get(target) ?? 0) + 1);
  const byName = new Map(blocks.map((block) => [block.name, block]));
  /** Those that one other alone leads to, and always. */
  const parts = new Set(
    blocks.flatMap(({ name, exit }) =>
      exit.is === 'jump' && exit.to !== name && byName.has(exit.to) && entered.get(exit.to) === 1 ? [exit.to] : [],
    ),
  );
  return blocks
    .filter(({ name }) => !parts.has(name))
    .map((block) => {
      const effects = [...block.effects];
      let { exit } = block;
      while (exit.is === 'jump' && parts.has(exit.to)) {
        const next = byName.get(exit.to) as BasicBlock;
        effects.push(...next.effects);
        exit = next.exit;
      }
      return { name: block.name, effects, exit };
    });
}
