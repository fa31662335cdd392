/** Blocks cut into what a step does at once: one touch of shared memory, with what is done to locals around it. */
import { type BasicBlock, type CodeEffect, type Exit, targetsOf } from './blocks.ts';
import { localsIn, type Target, usesOf } from './instructions.ts';
import type { ValueKind } from './kinds.ts';

/** One step. */
export interface StepPiece {
  readonly name: Target;
  readonly effects: readonly CodeEffect[];
  readonly exit: Exit;
}

const isAlone = ({ is }: CodeEffect): boolean => is === 'acquire' || is === 'release' || is === 'call' || is === 'trap';
const isTouch = ({ is }: CodeEffect): boolean => is === 'touch';

/** `nameOf` names the pieces of a block behind its first. */
export function piecesOf(
  blocks: readonly BasicBlock[],
  nameOf: (effects: readonly CodeEffect[]) => Target,
): StepPiece[] {
  return blocks.flatMap((block) => {
    const groups: CodeEffect[][] = [];
    let open: CodeEffect[] | null = null;
    for (const effect of block.effects) {
      const closes = open === null || isAlone(effect) || (isTouch(effect) && open.some(isTouch));
      if (closes) {
        open = [effect];
        groups.push(open);
      } else open?.push(effect);
      if (isAlone(effect)) open = null;
    }
    const last = groups.at(-1);
    // Where a call, a lock or a trap comes last, a decision is a step of its own.
    if (last === undefined || (block.exit.is === 'branch' && last.some(isAlone))) groups.push([]);
    const names = groups.map((effects, nth) => (nth === 0 ? block.name : nameOf(effects)));
    return groups.map((effects, nth): StepPiece => ({
      name: names[nth] as Target,
      effects,
      exit: nth === groups.length - 1 ? block.exit : { is: 'jump', to: names[nth + 1] as Target },
    }));
  });
}

export interface PieceUses {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** `reads`: what it reads before it writes that itself. */
export function usesOfPiece({ effects, exit }: StepPiece): PieceUses {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const read = (local: string) => {
    if (!writes.has(local)) reads.add(local);
  };
  for (const effect of effects) {
    const uses = usesOf(effect);
    uses.reads.forEach(read);
    if (uses.writes !== null) writes.add(uses.writes);
  }
  if (exit.is === 'branch') localsIn(exit.condition).forEach(read);
  return { reads, writes };
}

/** By name of the piece, the locals that something behind it still reads before it is written. `atEnd`: what the function returns. */
export function liveBehind(
  pieces: readonly StepPiece[],
  atEnd: readonly string[],
): ReadonlyMap<Target, ReadonlySet<string>> {
  const uses = new Map(pieces.map((piece) => [piece.name, usesOfPiece(piece)]));
  const before = new Map<Target, ReadonlySet<string>>();
  const behind = (piece: StepPiece): Set<string> =>
    new Set(
      targetsOf(piece.exit).flatMap((target) => Array.from(before.get(target) ?? (uses.has(target) ? [] : atEnd))),
    );
  for (let changed = true; changed;) {
    changed = false;
    for (const piece of pieces.toReversed()) {
      const { reads, writes } = uses.get(piece.name) as PieceUses;
      const now = new Set([...reads, ...[...behind(piece)].filter((local) => !writes.has(local))]);
      if (now.size === (before.get(piece.name)?.size ?? -1)) continue;
      before.set(piece.name, now);
      changed = true;
    }
  }
  return new Map(pieces.map((piece) => [piece.name, behind(piece)]));
}

export type LocalKinds = ReadonlyMap<string, ValueKind>;
