/** A table that fits: where it would be too wide, the widest column gives way, and its text is broken. */
import Table from 'cli-table3';
import { visible } from '../model/diagnostics/visible.ts';
import { wrappedWithin } from './text-width.ts';

/** Text of one or more lines, and what its lines are toned with. */
export type TableCell = string | { readonly text: string; readonly tone: (line: string) => string };

/** Columns that a column needs beside its text: two blanks, and a border. */
const AROUND = 3;
/** No column is narrower: with six of them a table still fits 80 columns. */
const LEAST = 9;

/** At most `width` columns wide, if that can be. */
export function fittedTable(head: readonly string[], rows: readonly (readonly TableCell[])[], width: number): string {
  const text = (cell: TableCell): string => (typeof cell === 'string' ? cell : cell.text);
  const widths = widthsFor([head, ...rows.map((row) => row.map(text))], width);
  const shown = (cell: TableCell, column: number): string => {
    const lines = text(cell)
      .split('\n')
      .flatMap((line) => wrappedWithin(visible(line), widths[column] ?? LEAST));
    return (typeof cell === 'string' ? lines : lines.map(cell.tone)).join('\n');
  };
  const table = new Table({ head: head.map(shown), style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => row.map(shown)));
  return table.toString();
}

/** Of the text of each column: as wide as it is, if that is not too much. */
function widthsFor(rows: readonly (readonly string[])[], width: number): number[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(1, ...rows.flatMap((row) => (row[column] ?? '').split('\n').map((line) => visible(line).length))),
  );
  const total = () => widths.reduce((sum, one) => sum + one + AROUND, 1);
  for (let widest = Math.max(...widths); total() > width && widest > LEAST; widest = Math.max(...widths))
    widths[widths.indexOf(widest)] = widest - 1;
  return widths;
}
