/** What the page remembers from one visit to the next, where the browser lets it. */

const PREFIX = 'kioctx.';

/** Null: nothing, or the browser refuses. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // It is forgotten, then.
  }
}
