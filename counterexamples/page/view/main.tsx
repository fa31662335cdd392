/** Where the page begins; in a worker, it does the tasks that the page asks for. */
import { render } from 'preact';
import { config } from 'zod/mini';
import type { Brought } from '../engine/catalogue.ts';
import type { PageData } from '../engine/page-data.ts';
import { App } from './app.tsx';
import { Client, serve } from './client.ts';

/** The page lets no text be run as code, which zod would try. */
config({ jitless: true });

/** `brought`: instances of what the page brings beside what is shipped; the first is run, the others are asked once more. */
export function start(brought: readonly Brought[]): void {
  if (typeof document === 'undefined') {
    serve(brought);
    return;
  }
  const script = document.currentScript?.textContent ?? '';
  const begin = (): void => {
    const data = JSON.parse(document.querySelector('#data')?.textContent ?? '{}') as PageData;
    const root = document.querySelector('#page');
    if (root === null) throw new Error('the page has no place for what it shows');
    const [first, ...fresh] = brought;
    render(<App data={data} client={() => new Client(script, first, fresh)} />, root);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
}
