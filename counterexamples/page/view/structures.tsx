/** The structures in a state, with what changed marked: the context with its ring, requests with their flags and holders, and all the rest. */
import { type CountedPool, countedObjects, type Holder } from '../../../properties/aio/holders.ts';
import type { FieldTold, ObjectTold, StateTold } from '../engine/state-told.ts';
import { Ring } from './ring.tsx';

interface Props {
  readonly state: StateTold;
  /** The state that the last step came from; null: there was none. */
  readonly before: StateTold | null;
}

/** In this order; what is not named comes behind, folded. */
const FIRST = ['kioctx', 'kiocb', 'dio', 'file', 'wait_queue_t', 'task_struct', 'bio'];

export function Structures({ state, before }: Props) {
  const objects = state.objects.filter(({ life, fields }) => life !== 'unallocated' && fields.length > 0);
  const known = new Map(before?.objects.map((object) => [keyOf(object), object]));
  const told = (object: ObjectTold, ring: readonly ObjectTold[] = []) => (
    <ObjectCard key={keyOf(object)} object={object} before={known.get(keyOf(object))} ring={ring} state={state} />
  );
  const main = FIRST.flatMap((pool) => objects.filter((object) => object.pool === pool));
  const others = objects.filter(({ pool }) => !FIRST.includes(pool) && pool !== 'io_event');
  const ring = state.objects.filter(({ pool }) => pool === 'io_event');
  return (
    <div class="structures">
      {main.map((object) => told(object, object.pool === 'kioctx' ? ring : []))}
      <Others title="Workqueue, timers and the rest" objects={others.filter(isKernel)} known={known} told={told} />
      <Others
        title="Our records, which no C program has"
        objects={others.filter((one) => !isKernel(one))}
        known={known}
        told={told}
      />
    </div>
  );
}

interface OthersProps {
  readonly title: string;
  readonly objects: readonly ObjectTold[];
  readonly known: ReadonlyMap<string, ObjectTold>;
  readonly told: (object: ObjectTold) => preact.JSX.Element;
}

function Others({ title, objects, known, told }: OthersProps) {
  if (objects.length === 0) return null;
  const changed = objects.filter((object) => changes(object, known.get(keyOf(object))));
  return (
    <details>
      <summary>
        {title}
        {changed.length === 0 ? null : <span class="changed-mark"> {changed.length} changed</span>}
      </summary>
      {objects.map((object) => told(object))}
    </details>
  );
}

const isKernel = ({ fields }: ObjectTold): boolean => fields.some(({ isOurs }) => !isOurs);

const keyOf = ({ pool, id }: ObjectTold): string => `${pool}[${id}]`;

const changes = (object: ObjectTold, before: ObjectTold | undefined): boolean =>
  before !== undefined && (object.life !== before.life || object.fields.some((field) => was(field, before) !== null));

/** What the field held before, if that was something else. */
function was({ name, text }: FieldTold, before: ObjectTold | undefined): string | null {
  const field = before?.fields.find((one) => one.name === name);
  return field === undefined || field.text === text ? null : field.text;
}

interface CardProps {
  readonly object: ObjectTold;
  readonly before: ObjectTold | undefined;
  readonly ring: readonly ObjectTold[];
  readonly state: StateTold;
}

function ObjectCard({ object, before, ring, state }: CardProps) {
  const { pool, id, life, fields, holders } = object;
  const isOnly = state.objects.filter((one) => one.pool === pool).length === 1;
  const flags = fields.filter(({ is, isOurs }) => is === 'bool' && !isOurs);
  const locks = fields.filter(({ is }) => is === 'lock');
  // Of records of ours, and of an entry of a wait queue, every field is told alike.
  const isWhole = pool === 'wait_queue_t' || !isKernel(object);
  const isDrawn = (name: string): boolean => ring.length > 0 && IN_RING.has(name);
  const plain = fields.filter(
    ({ name, is, isOurs }) =>
      isOurs !== isKernel(object) && is !== 'lock' && (is !== 'bool' || isWhole) && !isDrawn(name),
  );
  const lived = before !== undefined && before.life !== life;
  return (
    <section class={`object ${life === 'freed' ? 'freed' : ''} ${lived ? 'changed' : ''}`} aria-label={`${pool} ${id}`}>
      <h3>
        {isOnly ? pool : `${pool}[${id}]`}
        {life === 'freed' ? <span class="life"> freed</span> : null}
        {lived && life === 'live' ? <span class="life"> new</span> : null}
      </h3>
      {ring.length === 0 ? null : <Ring kioctx={object} slots={ring} />}
      <dl>
        {plain.map((field) => (
          <Field
            key={field.name}
            field={field}
            was={was(field, before)}
            holders={countOf(pool) === field.name ? holders : null}
          />
        ))}
      </dl>
      {locks.length === 0 ? null : (
        <ul class="chips" aria-label="locks">
          {locks.map((lock) => (
            <li key={lock.name} class={chipClass(lock.text !== 'free', was(lock, before))}>
              {lock.name}: {lock.text}
            </li>
          ))}
        </ul>
      )}
      {flags.length === 0 || isWhole ? null : (
        <ul class="chips" aria-label="flags">
          {flags.map((flag) => (
            <li key={flag.name} class={chipClass(flag.text === 'true', was(flag, before))}>
              {flag.name}: {flag.text === 'true' ? 1 : 0}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Told by the drawing of the ring. */
const IN_RING: ReadonlySet<string> = new Set(['ring_head', 'ring_tail', 'tail']);

const countOf = (pool: string): string | undefined =>
  pool in countedObjects ? countedObjects[pool as CountedPool].count : undefined;

const chipClass = (isOn: boolean, before: string | null): string =>
  `${isOn ? 'on' : 'off'} ${before === null ? '' : 'changed'}`;

interface FieldProps {
  readonly field: FieldTold;
  readonly was: string | null;
  readonly holders: readonly Holder[] | null;
}

function Field({ field: { name, text }, was: before, holders }: FieldProps) {
  return (
    <div class={before === null ? '' : 'changed'}>
      <dt>{name}</dt>
      <dd>
        {text === '"?"' || text === '?' ? <span class="unwritten">never written</span> : text}
        {before === null ? null : <small> was {before}</small>}
        {holders === null ? null : (
          <span class="holders">
            {' '}
            held by{' '}
            {holders.length === 0
              ? 'nobody'
              : holders.map(({ name: holder, count }) => (count > 1 ? `${holder} (${count})` : holder)).join(', ')}
          </span>
        )}
      </dd>
    </div>
  );
}
