/** What the steps of a schedule touch, as far as it makes them conflict. */
import type { StateLook, Model } from '../../model/core/index.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { type RecordedStep, recordRun } from '../recorded-run.ts';
import type { EventFootprint } from './candidates.ts';
import { cellsOf } from './cells.ts';

/** `looks`: what the property looks at. Our own records conflict as far as it sees them, and not else. */
export function footprintsOf(model: Model, turns: readonly Turn[], looks: readonly StateLook[]): EventFootprint[] {
  const infoOf = cellsOf(model.shape);
  const isShared = (cell: number): boolean => !['ledger', 'order'].includes(infoOf(cell).kind);
  // What the machine alone checks is whether objects live; and of a step that came upon something, all that it looked at.
  const asks = ({ reads, statements, awaited, findings }: RecordedStep): number[] =>
    findings.length > 0
      ? [...reads]
      : [
          ...statements.flatMap((one) => [...one.reads]),
          ...(awaited?.reads ?? []),
          ...[...reads].filter((cell) => infoOf(cell).kind === 'life'),
        ];
  const touches: EventFootprint[] = [];
  let before: readonly unknown[] = [];
  recordRun(model, turns, (machine, step) => {
    const now = looks.map((look) => machine.look(look));
    if (step !== null)
      touches.push({
        reads: new Set(asks(step).filter(isShared)),
        writes: new Set([...step.writes].filter(isShared)),
        isVisible: now.some((answer, nth) => answer !== before[nth]),
      });
    before = now;
  });
  return touches;
}
