/** How control goes between the steps of a function of the model, as far as their text tells. */
import type { AnyProc, AnyStep } from '../../core/index.ts';
import type { ModelWay } from './edit-plan.ts';

/** Every label that a function of a step names, in quotes of any kind. */
const namedIn = (code: unknown, labels: ReadonlySet<string>): string[] =>
  typeof code === 'function'
    ? [...code.toString().matchAll(/(["'`])(\w+)\1/g)].flatMap(([, , name = '']) => (labels.has(name) ? [name] : []))
    : [];

/** A step that names no label in some case, falls: where there is no `return` of a label at its end, that cannot be told, and is taken so. */
export function modelWays({ steps }: AnyProc): ModelWay[] {
  const all = [...(steps as ReadonlyMap<string, AnyStep>)];
  const labels = new Set([...all.map(([label]) => label), 'return']);
  const ways: ModelWay[] = [];
  const [first] = all;
  if (first !== undefined) ways.push({ from: null, to: first[0], by: 'named' });
  all.forEach(([label, step], nth) => {
    const code = 'run' in step ? step.run : 'go' in step ? step.go : null;
    const named = new Set(namedIn(code, labels));
    for (const to of named) ways.push({ from: label, to, by: 'named' });
    const falls = step.then ?? all[nth + 1]?.[0] ?? 'return';
    if (!alwaysNames(code)) ways.push({ from: label, to: falls, by: step.then === undefined ? 'next' : 'then' });
  });
  return ways;
}

/** An arrow to an expression of labels alone, or a body whose last statement returns one, and none of whose others returns nothing. */
function alwaysNames(code: unknown): boolean {
  if (typeof code !== 'function') return false;
  const text = code.toString();
  const arrow = /^\s*\([^)]*\)\s*=>\s*(?!\{)([\s\S]*)$/.exec(text)?.[1];
  if (arrow !== undefined)
    return /^\(?\s*(?:[\s\S]*\?\s*)?["'`]\w+["'`]/.test(arrow) && !/\bundefined\b|void/.test(arrow);
  return /return\s+(?:[^;{}]*\?)?[^;{}]*["'`]\w+["'`]\)?\s*;?\s*\}\s*$/.test(text) && !/return\s*;/.test(text);
}
