/** A plan as a text that can be read. */
import type { AskPlan, Expr, FieldPlan, Jump, Place, Plan, PropertyPlan, Statement, StepPlan } from './plan.ts';

const place = ({ pool, id, field }: Place): string => `${pool}[${expr(id)}].${field}`;

function expr(one: Expr): string {
  if (typeof one === 'number') return String(one);
  if ('local' in one) return one.local;
  if ('self' in one) return 'self';
  if ('read' in one) return place(one.read);
  if ('length' in one) return `length of ${place(one.length)}`;
  if ('has' in one) return `${place(one.has)} has ${expr(one.element)}`;
  if ('first' in one) return `(first ${one.first} where ${expr(one.where)})`;
  if ('sum' in one) return `(sum of ${one.sum}.${one.field})`;
  if ('alive' in one) return `(${one.alive}[${expr(one.id)}] is alive)`;
  if ('in' in one) return `(context ${expr(one.context)} is in ${one.in})`;
  if ('rests' in one) return `(context ${expr(one.rests)} rests)`;
  if ('holds' in one) return `(context ${expr(one.holds)} holds a lock)`;
  if ('stuck' in one) return 'stuck';
  return `(${expr(one.a)} ${one.op} ${expr(one.b)})`;
}

function statement(one: Statement): string {
  if ('set' in one) return `${one.set} = ${expr(one.to)}`;
  if ('write' in one) return `${place(one.write)} = ${expr(one.to)}`;
  if ('life' in one) return `${one.life} ${one.pool}[${expr(one.id)}]`;
  if ('lock' in one) return `${one.lock} ${place(one.at)}`;
  if ('insert' in one) return `${place(one.insert)} gets ${expr(one.element)} at its ${one.tail ? 'tail' : 'head'}`;
  if ('remove' in one) return `${one.into} = remove ${expr(one.element)} from ${place(one.remove)}`;
  if ('unlink' in one) return `unlink ${expr(one.element)} from ${place(one.unlink)}`;
  if ('head' in one) return `${one.into} = head of ${place(one.head)}`;
  if ('choose' in one) return `${one.into} = choose ${one.choose} of ${one.options.join('|')}`;
  if ('bug' in one) return `BUG_ON ${expr(one.bug)}`;
  if ('sleep' in one) return 'may sleep';
  return `if ${expr(one.if)} { ${one.then.map(statement).join('; ')} }`;
}

const jump = (one: Jump | undefined): string => (one === undefined ? '' : `  -> ${one.to} if ${expr(one.if)}`);

function step(one: StepPlan): string {
  switch (one.does) {
    case 'act':
      return `${one.when === undefined ? '' : `when ${expr(one.when)}: `}${one.body.map(statement).join('; ')}${jump(one.jump)}`;
    case 'go':
      return `go: ${one.body.map(statement).join('; ')}${jump(one.jump)}`;
    case 'call': {
      const args = Object.entries(one.args).map(([name, content]) => `${name}=${expr(content)}`);
      return `${one.into === null ? '' : `${one.into} = `}${one.proc}(${args.join(', ')})`;
    }
    default:
      return `${one.does} ${place(one.at)}`;
  }
}

function fieldText(name: string, { kind, cls, starts, once }: FieldPlan): string {
  const range = kind.is === 'int' ? `${kind.min}..${kind.max}` : kind.is;
  const more = kind.is === 'ref' || kind.is === 'refs' ? ` to ${kind.to}` : '';
  const whose = typeof cls === 'object' ? `under ${cls.guard}${cls.reads ? '' : ' for writing'}` : cls;
  return `${name}: ${range}${more} ${whose}${starts === null ? '' : ` = ${starts}`}${once ? ', set once' : ''}`;
}

const asks = (some: readonly AskPlan[]): string =>
  some.map(({ each, wrong }) => `${each === null ? '' : `each ${each}: `}${expr(wrong)}`).join(' | ');

function property({ name, antecedent, always, atEnd, onBreach, onHalt, livelock }: PropertyPlan): string {
  const parts = [
    antecedent.wrong === 1 ? [] : [`only where ${asks([antecedent])}`],
    always.length === 0 ? [] : [`never ${asks(always)}`],
    atEnd.length === 0 ? [] : [`not at the end ${asks(atEnd)}`],
    onBreach === null ? [] : [`no breach ${JSON.stringify(onBreach)}`],
    onHalt === null ? [] : [`no halt ${JSON.stringify(onHalt)}`],
    livelock ? ['no livelock'] : [],
  ];
  return `property ${name}: ${parts.flat().join(', ')}`;
}

export function textOf({ pools, procs, contexts, lockOrder, pins, counts, symmetry, properties }: Plan): string {
  const hints = { lockOrder, pins, counts };
  return [
    ...Object.entries(pools).map(([name, { size, heap, alive, fields }]) => {
      const lives = heap ? `, heap${alive.length > 0 ? ` (${alive.join(', ')} alive)` : ''}` : '';
      return `pool ${name}[${size}]${lives}: ${Object.entries(fields)
        .map(([one, plan]) => fieldText(one, plan))
        .join('; ')}`;
    }),
    ...procs.flatMap(({ name, locals, returns, macro, steps }) => [
      `${macro ? 'macro ' : ''}${name}(${Object.entries(locals)
        .map(([one, to]) => (to === null ? one : `${one}: ${to}`))
        .join(', ')})${returns === null ? '' : ` returns ${returns}`}`,
      ...steps.map((one) => `  ${one.label}: ${step(one)}`),
    ]),
    ...contexts.map(({ name, proc, args, idles, atomic }, i) => {
      const given = Object.entries(args).map(([one, content]) => `${one}=${content}`);
      return `context ${i} ${name}: ${proc}(${given.join(', ')})${idles ? ', idles' : ''}${atomic ? ', atomic' : ''}`;
    }),
    ...Object.entries(hints).flatMap(([name, hint]) =>
      Object.keys(hint).length === 0 ? [] : [`${name} ${JSON.stringify(hint)}`],
    ),
    ...(symmetry === null ? [] : [`symmetry ${symmetry.map(({ contexts: ids }) => ids.join('')).join(' ')}`]),
    ...properties.map(property),
  ].join('\n');
}
