/** Lists of the C. A list is a field of its head's object; an entry says for itself on which it is. */
import type { Expression } from '../c/index.ts';
import type { Compiling } from '../compile/compiling.ts';
import { type FunctionMeaning, pointee } from '../compile/meanings.ts';
import { negated, type Operand, TRUTH } from '../compile/kinds.ts';

type Call = Extract<Expression, { kind: 'call' }>;

const NOTHING: Operand = { text: '0', kind: { is: 'nothing', why: 'it returns nothing' } };

/** What the model has of a request's links, by the field of struct kiocb that they are in. */
const removals: Readonly<Record<string, (id: string, leaves: 'unlinked' | 'empty') => string | null>> = {
  ki_run_list: (id, leaves) => (leaves === 'empty' ? `run_list_del_init(k, ${id})` : null),
  ki_list: (id, leaves) => `ki_list_del(k, ${id}, '${leaves}')`,
};

export const listEmpty: FunctionMeaning = (c, e) => {
  const place = pointee(c, e, 0);
  if (place.is === 'list') return c.touch(`list_empty(${place.text})`, TRUTH, 'empty');
  if (place.is === 'queue') return c.touch(`list_empty(k.kioctx(${place.id.text}).wait)`, TRUTH, 'empty');
  if (place.is !== 'entry') return c.fail('it is no list of the model', e);
  return c.touch(`k.kiocb(${place.id.text}).${place.field} === 'empty'`, TRUTH, 'empty');
};

export const listNotEmpty: FunctionMeaning = (c, e) => {
  const { text } = listEmpty(c, e);
  return { text: negated(text), kind: TRUTH };
};

/** list_del and list_del_init of a request's links. */
export const listDel =
  (leaves: 'unlinked' | 'empty'): FunctionMeaning =>
  (c, e) => {
    const place = pointee(c, e, 0);
    const text = place.is === 'entry' ? removals[place.field]?.(place.id.text, leaves) : undefined;
    if (typeof text !== 'string') return c.fail('it is no entry of a list of the model', e);
    c.change(text);
    return NOTHING;
  };

/** Adds a request's links to a list: at its head or its end. */
export const listAdd =
  (where: 'list_add' | 'list_add_tail'): FunctionMeaning =>
  (c, e) => {
    const entry = pointee(c, e, 0);
    const list = pointee(c, e, 1);
    if (entry.is !== 'entry' || list.is !== 'list') return c.fail('it is no list of the model', e);
    const linked = linkedAs(c, e, entry.field, list.text);
    c.change(`k.kiocb(${entry.id.text}).${entry.field} = '${linked}';\n${where}(${entry.id.text}, ${list.text})`);
    return NOTHING;
  };

function linkedAs(c: Compiling, e: Call, field: string, list: string): string {
  if (field === 'ki_run_list' && list.endsWith('.run_list')) return 'linked';
  if (field === 'ki_list' && list.endsWith('.active_reqs')) return 'active_reqs';
  if (field === 'ki_list' && list.endsWith('.fput_head')) return 'fput_head';
  return c.fail('the model has no such list of requests', e);
}
