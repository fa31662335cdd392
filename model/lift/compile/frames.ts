/** Values in frames, whose locals hold numbers alone. */
import { NUMBER, numberText, type Operand, type ValueKind } from './kinds.ts';

/** As a frame keeps it: frames hold numbers. */
export function stored({ text, kind }: Operand): string {
  if (kind.is === 'truth') return numberText({ text, kind }) as string;
  if (kind.is === 'state') return `[${kind.names.map((name) => `'${name}'`).join(', ')}].indexOf(${text})`;
  if (kind.is === 'zero') return '0';
  return text;
}

/** As it is read back. */
export function loaded(local: string, kind: ValueKind): Operand {
  if (kind.is === 'truth') return { text: `f.${local} === 1`, kind };
  if (kind.is === 'zero') return { text: `f.${local}`, kind: NUMBER };
  if (kind.is === 'state') return { text: `[${kind.names.map((name) => `'${name}'`).join(', ')}][f.${local}]`, kind };
  return { text: `f.${local}`, kind };
}
