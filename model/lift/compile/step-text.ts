/** Steps as a person would write them. */
import type { CodeEffect } from './blocks.ts';
import { loaded, stored } from './frames.ts';
import { identifierOf } from '../identifiers.ts';
import { localsIn, type Target } from './instructions.ts';
import { inner, type ValueKind, negated, NUMBER, numberText } from './kinds.ts';
import type { LocalKinds, StepPiece } from './pieces.ts';

export interface StepText {
  readonly label: string;
  readonly line: number;
  readonly c: string;
  /** Members of the step behind `line` and `c`, as lines. */
  readonly body: readonly string[];
  readonly isTrap: boolean;
  /** It stands for lines that patches leave as they are. */
  readonly isUnchanged?: boolean;
}

export interface Rendering {
  readonly labelOf: (target: Target) => string;
  readonly kinds: LocalKinds;
  /** Locals that the compiler made. */
  readonly isMade: (local: string) => boolean;
  /** Locals that the patch adds to a function of the model. */
  readonly isAdded: (local: string) => boolean;
  /** Locals of these that are not read behind the piece are set back. */
  readonly isReset: (local: string) => boolean;
  readonly liveBehind: ReadonlySet<string>;
  /** Nothing but the end of the function follows. */
  readonly endsFunction: boolean;
}

export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;

export const trapText = (why: string): string => `  k.trap(${literal(why)});`;
/** As a statement: what gives `never` would keep the compiler from taking in the labels of the steps beside it. */
export const trapBody = (why: string): string[] => ['run(k) {', trapText(why), '},'];

/** What stands behind `line` and `c`. */
export function bodyOf(piece: StepPiece, r: Rendering): string[] {
  const [effect] = piece.effects;
  const then = piece.exit.is === 'jump' ? [`then: ${literal(r.labelOf(piece.exit.to))},`] : [];
  switch (effect?.is) {
    case 'acquire':
    case 'release':
      return [`${effect.is}: (k, f) => ${effect.lock},`, ...then];
    case 'trap':
      return trapBody(effect.why);
    case 'call':
      return [...callText(effect, r), ...then];
    case undefined:
    case 'set':
    case 'check':
    case 'touch':
      return actionText(piece, r);
  }
}

function callText({ proc, args, result }: Extract<CodeEffect, { is: 'call' }>, r: Rendering): string[] {
  const lines = args.map(({ local, value }) => `  g.${local} = ${value};`);
  const uses = args.map(({ value }) => value).join(' ');
  const named = [...new Set(localsIn(uses))];
  const frame = named.some(r.isAdded) ? `f: { ${named.map((local) => `${local}: number`).join('; ')} }` : 'f';
  const parameters = /\bk\b/.test(uses) ? `g, ${frame}, k` : /\bf\./.test(uses) ? `g, ${frame}` : 'g';
  const call =
    lines.length === 0
      ? [`call: to(${identifierOf(proc)}, () => {}),`]
      : [`call: to(${identifierOf(proc)}, (${parameters}) => {`, ...lines, '}),'];
  return [...call, ...(result === null ? [] : [`result: ${literal(result)},`])];
}

/** A touch of shared memory with what is done to locals around it, or control only. */
function actionText(piece: StepPiece, r: Rendering): string[] {
  // What may halt is an action, too.
  const isAction = piece.effects.some(({ is }) => is === 'touch' || is === 'check');
  const { statements, exit } = inlined(piece, r);
  const leads =
    exit.is === 'jump'
      ? `return ${literal(r.labelOf(exit.to))};`
      : `return ${/ \? /.test(exit.condition) ? inner(exit.condition) : exit.condition} ? ${literal(r.labelOf(exit.yes))} : ${literal(r.labelOf(exit.no))};`;
  const resets = r.endsFunction ? [] : resetsOf(piece, r, exit.is === 'branch' ? exit.condition : '');
  const all = [...statements, ...resets];
  const text = [...all, leads].join('\n');
  const parameters = isAction
    ? /\bf\./.test(text)
      ? 'k, f'
      : 'k'
    : /\bk\b/.test(text)
      ? 'f, k'
      : /\bf\./.test(text)
        ? 'f'
        : '';
  const name = isAction ? 'run' : 'go';
  if (all.length === 0) return [`${name}: (${parameters}) => ${leads.replace(/^return (.*);$/s, '$1')},`];
  return [
    `${name}(${parameters}) {`,
    ...[...all, leads].flatMap((lines) => lines.split('\n')).map((line) => `  ${line}`),
    '},',
  ];
}

function resetsOf(piece: StepPiece, r: Rendering, condition: string): string[] {
  const named = new Set(
    piece.effects.flatMap((effect) =>
      effect.is === 'set'
        ? [effect.local, ...localsIn(effect.value)]
        : effect.is === 'touch' || effect.is === 'check'
          ? [
              ...localsIn(effect.text),
              ...(effect.is === 'touch' && effect.result !== null ? [effect.result.local] : []),
            ]
          : [],
    ),
  );
  const used = new Set(localsIn(condition));
  return [...named]
    .filter((local) => r.isReset(local) && !r.liveBehind.has(local) && !used.has(local) && r.kinds.has(local))
    .filter((local) => keptInFrame(piece, local, r))
    .map((local) => `f.${local} = ${r.kinds.get(local)?.is === 'pointer' ? 'NULL' : '0'};`);
}

/** Whether the frame ever holds it: what is made and used in one step is a constant there. */
const keptInFrame = (piece: StepPiece, local: string, r: Rendering): boolean =>
  !(r.isMade(local) && !r.liveBehind.has(local) && piece.effects.some((effect) => madeBy(effect) === local));

const madeBy = (effect: CodeEffect): string | null =>
  effect.is === 'set' ? effect.local : effect.is === 'touch' ? (effect.result?.local ?? null) : null;

/** With what the compiler made for this step alone put where it is used. */
function inlined(piece: StepPiece, r: Rendering): { statements: string[]; exit: StepPiece['exit'] } {
  const statements: string[] = [];
  const effects = [...piece.effects];
  let condition = piece.exit.is === 'branch' ? piece.exit.condition : '';
  for (let at = 0; at < effects.length; at++) {
    const effect = effects[at] as CodeEffect;
    const local = madeBy(effect);
    const text = effect.is === 'set' ? effect.value : effect.is === 'touch' ? effect.text : '';
    const isOwn = local !== null && r.isMade(local) && !r.liveBehind.has(local);
    if (local === null || !isOwn) {
      statements.push(statementText(effect));
      continue;
    }
    const kind = effect.is === 'touch' ? (effect.result?.kind as ValueKind) : (r.kinds.get(local) as ValueKind);
    const value = effect.is === 'set' ? valueOfStored(text, kind) : text;
    const later = effects.slice(at + 1);
    const uses = countIn(local, later, condition);
    const use = later.findIndex((one) => localsIn(textOf(one)).includes(local));
    const meantime = use < 0 ? later : later.slice(0, use);
    const isFree = behind(effect) === '' && meantime.every((one) => !localsIn(value).includes(madeBy(one) ?? ''));
    if (uses === 0)
      statements.push((/[^=!<>]=[^=]/.test(value) ? `${value};` : `void ${inner(value)};`) + behind(effect));
    else {
      const name = uses === 1 && isFree ? `(${value})` : local;
      if (name === local) statements.push(`const ${local} = ${value};${behind(effect)}`);
      const replace = (where: string) => substituted(where, local, kind, tidy(name));
      effects.splice(at + 1, later.length, ...later.map((one) => mapped(one, replace)));
      condition = replace(condition);
    }
  }
  return { statements, exit: piece.exit.is === 'branch' ? { ...piece.exit, condition } : piece.exit };
}

/** Parentheses that say nothing. */
const tidy = (text: string): string => (/^\([\w.]+(?:\([^()]*\)(?:\.\w+)*)?\)$/.test(text) ? text.slice(1, -1) : text);

const textOf = (effect: CodeEffect): string =>
  effect.is === 'set'
    ? effect.value
    : effect.is === 'touch' || effect.is === 'check'
      ? `${effect.text}${behind(effect)}`
      : '';

const countIn = (local: string, effects: readonly CodeEffect[], condition: string): number =>
  [...effects.map(textOf), condition].flatMap(localsIn).filter((name) => name === local).length;

const mapped = (effect: CodeEffect, put: (text: string) => string): CodeEffect => {
  if (effect.is === 'set') return { ...effect, value: put(effect.value) };
  if (effect.is === 'check') return { ...effect, text: put(effect.text) };
  if (effect.is !== 'touch') return effect;
  return { ...effect, text: put(effect.text), ...(effect.then === undefined ? {} : { then: put(effect.then) }) };
};

const put = (where: string, what: string, by: string): string =>
  where.replaceAll(new RegExp(`${what.replaceAll(/[.[\]()$']/g, '\\$&')}(?!\\w)`, 'g'), () => by);

/** Where the frame's form of a value stands, the value itself. */
function substituted(text: string, local: string, kind: ValueKind, value: string): string {
  const form = loaded(local, kind).text;
  const number = numberText({ text: value, kind: kind.is === 'truth' ? kind : NUMBER }) ?? value;
  let out = put(text, `Number(${form})`, number);
  if (kind.is === 'truth') out = put(out, negated(form), negated(value));
  return put(put(out, form, value), `f.${local}`, value);
}

/** What `stored` made of a value, undone. */
function valueOfStored(text: string, kind: ValueKind): string {
  const truth = /^Number\((.*)\)$/s.exec(text);
  if (kind.is === 'truth') return truth?.[1] ?? `${text} === 1`;
  if (kind.is !== 'state') return text;
  const [before = '', after = ''] = stored({ text: '?', kind }).split('?');
  return text.startsWith(before) && text.endsWith(after) ? text.slice(before.length, -after.length) : text;
}

const behind = (effect: CodeEffect): string =>
  effect.is === 'touch' && effect.then !== undefined ? `\n${effect.then};` : '';

function statementText(effect: CodeEffect): string {
  switch (effect.is) {
    case 'set':
      return `f.${effect.local} = ${effect.value};`;
    case 'check':
      return `${effect.text};`;
    case 'touch':
      return effect.result === null
        ? `${effect.text};`
        : `f.${effect.result.local} = ${stored({ text: effect.text, kind: effect.result.kind })};${behind(effect)}`;
    case 'acquire':
    case 'release':
    case 'call':
    case 'trap':
      throw new Error(`${effect.is} is a step of its own`);
  }
}
