/** Arrows over the lanes: from what one context does to the step of another that it matters for; and the orders that decide. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { type Arrow, arrowsOf } from '../../explain/arrows.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { shownOf } from '../../formats/folded.ts';
import type { NarratedStep } from '../../narrate.ts';
import type { Row } from './schedule-rows.ts';

interface Props {
  readonly within: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Row[];
  readonly steps: readonly NarratedStep[];
  readonly explanation: Explanation;
  readonly at: number | null;
}

interface Drawn {
  readonly arrow: Arrow;
  readonly path: string;
}

export function Arrows({ within, rows, steps, explanation, at }: Props) {
  const [drawn, setDrawn] = useState<{
    readonly all: readonly Drawn[];
    readonly width: number;
    readonly height: number;
  }>({
    all: [],
    width: 0,
    height: 0,
  });
  useLayoutEffect(() => {
    const box = within.current;
    if (box === null) return undefined;
    const measure = (): void => {
      const arrows = arrowsOf(steps, shownOf(steps, explanation), explanation);
      const all = arrows.flatMap((arrow): Drawn[] => {
        const path = pathOf(box, arrow);
        return path === null ? [] : [{ arrow, path }];
      });
      setDrawn({ all, width: box.scrollWidth, height: box.scrollHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    const table = box.querySelector('table');
    if (table !== null) observer.observe(table);
    return () => observer.disconnect();
  }, [within, rows, steps, explanation]);
  return (
    <svg class="arrows" width={drawn.width} height={drawn.height} aria-hidden="true">
      <defs>
        {['cause', 'order'].map((is) => (
          <marker
            key={is}
            id={`head-${is}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="10"
            orient="auto"
          >
            <path d="M0 0 L8 4 L0 8 z" class={is} />
          </marker>
        ))}
      </defs>
      {drawn.all.map(({ arrow, path }) => (
        <path
          key={`${arrow.is} ${arrow.fromStep} ${arrow.toStep} ${arrow.label}`}
          d={path}
          class={`${arrow.is} ${touches(arrow, at) ? 'lit' : ''}`}
          marker-end={`url(#head-${arrow.is})`}
        >
          <title>{arrow.label}</title>
        </path>
      ))}
    </svg>
  );
}

const touches = ({ fromStep, toStep }: Arrow, at: number | null): boolean =>
  at !== null && (fromStep + 1 === at || toStep === at - 1);

/** From the code of one step to that of the other; null where one of them is not shown. */
function pathOf(box: HTMLElement, { fromStep, toStep }: Arrow): string | null {
  if (toStep === null) return null;
  const [from, to] = [codeOf(box, fromStep + 1), codeOf(box, toStep + 1)];
  if (from === null || to === null) return null;
  const isRight = to.left > from.left;
  const sign = isRight ? 1 : -1;
  const x1 = isRight ? from.right + GAP : from.left - GAP;
  const x2 = isRight ? to.left - GAP : to.right + GAP;
  // Down between the lanes, where no text is.
  const down = isRight
    ? Math.max(to.left - GUTTER - (fromStep % 4) * SPREAD, x1 + ROUND)
    : to.right + GUTTER + (fromStep % 4) * SPREAD;
  const [y1, y2] = [from.middle, to.middle];
  const way = y2 > y1 ? 1 : -1;
  const round = Math.min(ROUND, Math.abs(y2 - y1) / 2);
  return [
    `M${x1} ${y1} H${down - sign * round} Q${down} ${y1} ${down} ${y1 + way * round}`,
    `V${y2 - way * round} Q${down} ${y2} ${down + sign * round} ${y2} H${x2}`,
  ].join(' ');
}

/** Room between an arrow's end and what it leads to, in px. */
const GAP = 8;
/** How far in front of what it leads to an arrow goes down, and how far arrows are from each other there. */
const GUTTER = 62;
const SPREAD = 6;
const ROUND = 10;

/** Where the first statement of a step stands, which is its action, from the corner of the lanes. */
function codeOf(box: HTMLElement, step: number) {
  const code = box.querySelector(`tr[data-step="${step}"] :is(.statement > p > code, .dot)`);
  if (code === null) return null;
  const outer = box.getBoundingClientRect();
  const { left, right, top, height } = code.getBoundingClientRect();
  const line = code.parentElement?.querySelector('.line')?.getBoundingClientRect();
  const across = box.scrollLeft - outer.left;
  const middle = top - outer.top + box.scrollTop + height / 2;
  return { left: (line?.left ?? left) + across, right: right + across, middle };
}
