/** Steps by keys. */
import { useEffect } from 'preact/hooks';

interface Keys {
  readonly back: () => void;
  readonly on: () => void;
  readonly first: () => void;
  readonly last: () => void;
}

/** Arrow keys, j and k, Home and End, where nothing is being written or chosen. */
export function useKeys({ back, on, first, last }: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key } = event;
      const isWriting =
        target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null;
      if (isWriting || event.ctrlKey || event.altKey || event.metaKey) return;
      const does = {
        ArrowLeft: back,
        ArrowUp: back,
        k: back,
        ArrowRight: on,
        ArrowDown: on,
        j: on,
        Home: first,
        End: last,
      }[key];
      if (does === undefined) return;
      event.preventDefault();
      does();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
