/** Where each context is: its functions, the innermost last, with their locals. */
import type { StateTold } from '../engine/state-told.ts';

interface Props {
  readonly state: StateTold;
  readonly before: StateTold | null;
}

export function Stacks({ state, before }: Props) {
  const open = Object.entries(state.stacks).filter(([, stack]) => stack.length > 0);
  return (
    <details class="stacks" open>
      <summary>Stacks and locals</summary>
      {open.map(([context, stack]) => {
        const was = before?.stacks[context];
        return (
          <section key={context} aria-label={`stack of ${context}`}>
            <h3>{context}</h3>
            <ol>
              {stack.map(({ proc, locals }, depth) => {
                const earlier = was?.[depth]?.proc === proc ? was[depth]?.locals : undefined;
                return (
                  <li key={depth}>
                    {proc}()
                    <span class="locals">
                      {Object.entries(locals).map(([name, value]) => (
                        <span key={name} class={earlier !== undefined && earlier[name] !== value ? 'changed' : ''}>
                          {name} = {value}
                        </span>
                      ))}
                    </span>
                  </li>
                );
              })}
            </ol>
          </section>
        );
      })}
    </details>
  );
}
