/** From instructions to steps: cut into pieces, named, and written. */
import { blocksOf, type CodeEffect } from './blocks.ts';
import type { Instruction, Target } from './instructions.ts';
import { liveBehind, type LocalKinds, piecesOf, type StepPiece, usesOfPiece } from './pieces.ts';
import { bodyOf, type StepText } from './step-text.ts';

export interface Assembly {
  readonly instructions: readonly Instruction[];
  /** Where control comes in, and what follows the last instruction. */
  readonly entries: readonly Target[];
  readonly after: Target;
  /** The label of a place that is outside of these instructions: `return`, or a step that stays. */
  readonly outside: (target: Target) => string;
  /** Of all locals that are named. */
  readonly kinds: LocalKinds;
  readonly isMade: (local: string) => boolean;
  /** Locals that are added to a function of the model. */
  readonly isAdded: (local: string) => boolean;
  readonly isReset: (local: string) => boolean;
  /** Locals that are read behind the end. */
  readonly liveAtEnd: readonly string[];
  /** Takes a label like this. */
  readonly newLabel: (like: string) => string;
  /** A line of the text is one that patches leave as it is. */
  readonly isUnchanged?: (line: number) => boolean;
  /** The line of 2.6.20 that a step stands at, and the C to show, for what it comes from. */
  readonly citation: (from: NonNullable<Instruction['from']>) => { readonly line: number; readonly c: string };
}

export interface AssembledSteps {
  readonly steps: readonly StepText[];
  /** Where an entry leads: to a step of these, or to what is outside. */
  readonly labelOf: (entry: Target) => string;
  /** What the compiler made and frames have to keep. */
  readonly locals: readonly string[];
  /** Of each step, the lines that it comes from. */
  readonly sources: ReadonlyMap<string, ReadonlySet<number>>;
}

export function assembled(of: Assembly): AssembledSteps {
  const { blocks, led } = blocksOf(of.instructions, of.entries, of.after);
  let count = 0;
  const pieces = piecesOf(blocks, () => `piece ${++count}`);
  const labels = new Map<Target, string>();
  for (const piece of pieces) labels.set(piece.name, of.newLabel(nameFor(piece)));
  const labelOf = (target: Target): string => labels.get(target) ?? of.outside(target);
  const live = liveBehind(pieces, of.liveAtEnd);
  const steps = pieces.map((piece): StepText => {
    const behind = live.get(piece.name) ?? new Set<string>();
    const { line, c } = of.citation(sourceOf(piece) ?? { line: 0, text: '…' });
    const endsFunction = piece.exit.is === 'jump' && labelOf(piece.exit.to) === 'return';
    return {
      label: labels.get(piece.name) as string,
      line,
      c,
      body: bodyOf(piece, {
        labelOf,
        kinds: of.kinds,
        isMade: of.isMade,
        isAdded: of.isAdded,
        isReset: of.isReset,
        liveBehind: behind,
        endsFunction,
      }),
      isUnchanged: Array.from(linesOf(piece)).every((one) => of.isUnchanged?.(one) === true),
      isTrap: piece.effects.some((effect) => effect.is === 'trap' && effect.isLeftOut !== true),
    };
  });
  const locals = [...new Set(pieces.flatMap((piece) => keptBy(piece, live.get(piece.name) ?? new Set())))];
  return {
    steps,
    labelOf: (entry) => labelOf(led(entry)),
    locals: locals.filter(of.isMade),
    sources: new Map(pieces.map((piece) => [labels.get(piece.name) as string, linesOf(piece)])),
  };
}

/** Locals that a frame has to have for this piece. */
function keptBy(piece: StepPiece, behind: ReadonlySet<string>): string[] {
  const { reads, writes } = usesOfPiece(piece);
  const results = piece.effects.flatMap((effect) =>
    effect.is === 'call' && effect.result !== null ? [effect.result] : [],
  );
  return [...reads, ...[...writes].filter((local) => behind.has(local)), ...results];
}

const linesOf = ({ effects, exit }: StepPiece): ReadonlySet<number> =>
  new Set([...effects, ...(exit.is === 'branch' ? [exit] : [])].flatMap(({ from }) => from?.line ?? []));

const sourceOf = ({ effects, exit }: StepPiece): Instruction['from'] =>
  effects.find(({ from }) => from !== null)?.from ?? (exit.is === 'branch' ? exit.from : null);

const FIELD = /\)\.(\w+)/g;

/** As a person would call the step. */
function nameFor({ effects, exit }: StepPiece): string {
  const main: CodeEffect | undefined = effects.find(({ is }) => is !== 'set' && is !== 'check') ?? effects[0];
  switch (main?.is) {
    case 'acquire':
      return 'lock';
    case 'release':
      return 'unlock';
    case 'call':
      return main.proc.replace(/^_+/, '');
    case 'trap':
      return 'left_out';
    case 'set':
      return main.local;
    case 'check':
      return 'bug';
    case 'touch': {
      const fields = [...main.text.matchAll(FIELD)].map(([, name]) => name as string);
      const named =
        fields.at(main.text.includes(' = ') ? 0 : -1) ??
        main.result?.local ??
        /^k\.(\w+)\(|^\w+/
          .exec(main.text)
          ?.slice(0, 2)
          .findLast((one) => one !== undefined);
      return (named ?? 'touch').replace(/^KIF_/, '').toLowerCase();
    }
    case undefined:
      return exit.is === 'branch' ? 'decide' : 'go_on';
  }
}
