/** Calls: of functions of the prelude, of the model, and of the patch itself. */
import type { Expression } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { loaded, stored } from './frames.ts';
import { type ValueKind, type Operand, converted } from './kinds.ts';
import { becomes } from './lvalues.ts';
import { argument, type FunctionMeaning } from './meanings.ts';
import { functionMeanings } from '../prelude/functions.ts';
import type { Callable } from './scope.ts';

type Call = Extract<Expression, { kind: 'call' }>;

export function callValue(c: Compiling, e: Call): Operand {
  const { callee } = e;
  if (callee.kind !== 'name' || c.scope.local(callee.name)?.kind.is === 'state') return callThrough(c, e);
  const { name } = callee;
  const callable = c.scope.callable(name);
  const meaning = Object.hasOwn(functionMeanings, name) ? functionMeanings[name] : undefined;
  if (callable?.parameters) return callOwn(c, e, callable, callable.parameters);
  if (meaning !== undefined) return meaning(c, e);
  if (callable !== undefined)
    return c.fail(`${name}() is in the model, and nothing says what its arguments are there`, e);
  return c.fail(`${name}() is unknown: no function of the model, of the patch or of the prelude`, e);
}

/** Through a pointer: a method that the model has one function for, or one of a few by its value. Through NULL it is an oops. */
function callThrough(c: Compiling, e: Call): Operand {
  const { callee } = e;
  const method = callee.kind === 'field' && callee.of.kind === 'field' ? `${callee.of.name}.${callee.name}` : '';
  if (Object.hasOwn(functionMeanings, method)) return (functionMeanings[method] as FunctionMeaning)(c, e);
  const pointer = c.value(callee);
  if (pointer.kind.is !== 'state') return c.fail('a call through a pointer is not modelled here', e);
  const called = c.kept(pointer, 'method');
  const end = c.scope.newTarget('called');
  let result: Operand | null = null;
  for (const name of pointer.kind.names.filter((one) => one !== 'NULL')) {
    const meaning = functionMeanings[name];
    if (meaning === undefined) return c.fail(`nothing says what ${name}() is called with`, e);
    const [yes, no] = [c.scope.newTarget('method'), c.scope.newTarget('method')];
    c.emit({ is: 'branch', condition: `${called.text} === '${name}'`, yes, no });
    c.emit({ is: 'mark', target: yes });
    const value = meaning(c, e);
    if (value.kind.is !== 'nothing') {
      result ??= loaded(c.scope.newLocal('ret', value.kind), value.kind);
      c.emit({ is: 'set', local: /^f\.(\w+)/.exec(result.text)?.[1] ?? '', value: stored(value) });
    }
    c.emit({ is: 'jump', to: end });
    c.emit({ is: 'mark', target: no });
  }
  c.change('void k.kiocb(NULL).ki_key');
  c.emit({ is: 'jump', to: end });
  c.emit({ is: 'mark', target: end });
  return result ?? { text: '0', kind: { is: 'nothing', why: 'it returns nothing' } };
}

/** A function of the patch's, whose locals are those of the C. */
function callOwn(c: Compiling, e: Call, callable: Callable, parameters: readonly string[]): Operand {
  if (e.args.length !== parameters.length) return c.fail(`${callable.name}() has ${parameters.length} parameters`, e);
  const args = parameters.flatMap((local, nth) => {
    const kind = callable.kinds?.[local];
    const value = c.value(argument(c, e, nth));
    if (kind === undefined || kind.is === 'nothing') return [];
    const text = converted(value, kind);
    if (text === null) return c.fail(`${callable.name}() takes no such thing as ${local}`, e);
    becomes(c, kind, value, e);
    return [{ local, value: stored({ text, kind }) }];
  });
  const result = callable.returns === null ? null : c.scope.newLocal('ret', callable.returnKind);
  c.emit({ is: 'call', proc: callable.name, args, result });
  const none: ValueKind = { is: 'nothing', why: `${callable.name}() returns nothing` };
  return result === null ? { text: '0', kind: none } : loaded(result, callable.returnKind);
}
