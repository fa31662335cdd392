/** Lists of the C. A list is a field of its head's object; an entry says for itself on which it is. */
import { cText, type Expression } from '../c/index.ts';
import type { Compiling } from '../compile/compiling.ts';
import { argument, type FunctionMeaning, pointee } from '../compile/meanings.ts';
import { linkOf } from './links.ts';
import { negated, type Operand, TRUTH } from '../compile/kinds.ts';

type Call = Extract<Expression, { kind: 'call' }>;

const NOTHING: Operand = { text: '0', kind: { is: 'nothing', why: 'it returns nothing' } };

/** What the model has of a request's links, by the field of struct kiocb that they are in. */
const removals: Readonly<Record<string, (id: string, leaves: 'unlinked' | 'empty') => string>> = {
  ki_run_list: (id, leaves) => `run_list_del${leaves === 'empty' ? '_init' : ''}(k, ${id})`,
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
    const { text } = entry.id;
    // A new request is seen by others from here on.
    const seen = linked === 'active_reqs' ? `;\nk.publish('kiocb', ${text})` : '';
    c.change(`k.kiocb(${text}).${entry.field} = '${linked}';\n${where}(${text}, ${list.text})${seen}`);
    return NOTHING;
  };

/** Takes all entries of the run list to one in the frame of the function. */
export const listStolen: FunctionMeaning = (c, e) => {
  const [from, to] = [pointee(c, e, 0), pointee(c, e, 1)];
  if (from.is !== 'list' || to.is !== 'list' || linkOf(from.text) !== 'ki_run_list' || to.text !== 'stolen(k)')
    return c.fail('only a run list is taken away, to the one in the frame of __aio_run_iocbs()', e);
  c.change(`run_list_steal(k, ${from.text})`);
  return NOTHING;
};

export const listInit: FunctionMeaning = (c, e) => {
  const entry = pointee(c, e, 0);
  if (entry.is === 'nothing') return { text: '0', kind: { is: 'nothing', why: entry.why } };
  if (entry.is !== 'entry') return c.fail('it is no entry of a list of the model', e);
  c.change(`k.kiocb(${entry.id.text}).${entry.field} = 'empty'`);
  return NOTHING;
};

/** `list_kiocb(pos)`: the request that is linked by this field. */
export const listEntryOf =
  (field: string): FunctionMeaning =>
  (c, e) => {
    const { text, kind } = c.value(argument(c, e, 0));
    if (kind.is !== 'link' || kind.field !== field) return c.fail(`it is no link by ${field}`, e);
    return { text, kind: { is: 'pointer', to: 'kiocb' } };
  };

/** `list_entry(pos, struct kiocb, ki_run_list)`. */
export const listEntry: FunctionMeaning = (c, e) => {
  const [, type, field] = e.args;
  if (type?.kind !== 'type' || cText(type) !== 'struct kiocb' || field?.kind !== 'name')
    return c.fail('only requests are on lists here', e);
  return listEntryOf(field.name)(c, e);
};

/** `container_of(work, struct kioctx, wq.work)`: there is one context. */
export const containerOf: FunctionMeaning = (c, e) => {
  const { text } = c.value(argument(c, e, 0));
  const isIt = text === 'CTX_WORK' && e.args.slice(1).map(cText).join() === 'struct kioctx,wq.work';
  return isIt ? { text: 'CTX', kind: { is: 'pointer', to: 'kioctx' } } : listEntry(c, e);
};

function linkedAs(c: Compiling, e: Call, field: string, list: string): string {
  if (field === 'ki_run_list' && list.endsWith('.run_list')) return 'linked';
  if (field === 'ki_list' && list.endsWith('.active_reqs')) return 'active_reqs';
  if (field === 'ki_list' && list.endsWith('.fput_head')) return 'fput_head';
  return c.fail('the model has no such list of requests', e);
}
