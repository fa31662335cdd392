/** The ring of events, as a ring: its slots, the head and tail that readers see, and the kernel's own tail. */
import type { ObjectTold } from '../engine/state-told.ts';

interface Props {
  readonly kioctx: ObjectTold;
  readonly slots: readonly ObjectTold[];
}

const MIDDLE = 70;
const RADIUS = 44;

export function Ring({ kioctx, slots }: Props) {
  const { ring_head, ring_tail, tail, ring_pages } = kioctx.plain as Readonly<Record<string, number | boolean>>;
  if (ring_pages !== true) return <p class="quiet">the ring is freed</p>;
  const count = slots.length;
  const place = (slot: number, radius: number) => {
    const angle = (2 * Math.PI * slot) / count - Math.PI / 2;
    return { x: MIDDLE + radius * Math.cos(angle), y: MIDDLE + radius * Math.sin(angle) };
  };
  const filled = slots.filter(({ plain }) => plain['unread'] === true).length;
  const label = `ring of ${count} slots: head ${ring_head}, tail ${ring_tail}, the kernel's tail ${tail}, ${filled} unread`;
  const size = Math.max(8, Math.min(17, 120 / count));
  return (
    <figure class="ring">
      <svg viewBox="-16 -16 172 172" role="img" aria-label={label}>
        <circle cx={MIDDLE} cy={MIDDLE} r={RADIUS} class="track" />
        {slots.map(({ plain }, slot) => {
          const { x, y } = place(slot, RADIUS);
          return (
            <g key={slot}>
              <circle cx={x} cy={y} r={size} class={plain['unread'] === true ? 'slot full' : 'slot'} />
              <text x={x} y={y + 4}>
                {plain['unread'] === true ? `#${String(plain['obj'])}` : slot}
              </text>
            </g>
          );
        })}
        <Hand at={place(Number(ring_head), RADIUS - size - 6)} name="head" />
        <Hand at={place(Number(ring_tail), RADIUS + size + 7)} name="tail" />
      </svg>
      <figcaption>
        head {String(ring_head)}, tail {String(ring_tail)}, kernel’s tail {String(tail)}
        {slots.map(({ plain, fields }, slot) =>
          plain['unread'] === true ? (
            <span key={slot} class="event">
              slot {slot}: {fields.find(({ name }) => name === 'obj')?.text}, res{' '}
              {fields.find(({ name }) => name === 'res')?.text}
            </span>
          ) : null,
        )}
      </figcaption>
    </figure>
  );
}

function Hand({
  at: { x, y },
  name,
}: {
  readonly at: { readonly x: number; readonly y: number };
  readonly name: string;
}) {
  return (
    <text x={x} y={y + 3} class="hand">
      {name}
    </text>
  );
}
