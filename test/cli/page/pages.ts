/** Pages as files: their parts, and their script run as a worker runs it. */
import vm from 'node:vm';
import type { PageAnswer, PageRequest } from '../../../counterexamples/page/engine/messages.ts';
import type { PageData } from '../../../counterexamples/page/engine/page-data.ts';
import type { PageTaskName, PageTaskTypes } from '../../../counterexamples/page/engine/tasks.ts';

export interface PageParts {
  readonly title: string;
  /** As a browser reads the text of the element. */
  readonly dataText: string;
  readonly data: PageData;
  readonly script: string;
}

/** What a browser takes for a script: up to the first `</script`, whatever is in it. */
const SCRIPT = /<script([^>]*)>([^]*?)<\/script[\s>/]/gi;

/** Throws where there is anything but the data and the script behind it. */
export function partsOf(page: string): PageParts {
  const all = [...page.matchAll(SCRIPT)].map(([, attributes = '', text = '']) => ({ attributes, text }));
  const [data, script] = all;
  const opened = page.match(/<script/gi)?.length;
  if (data === undefined || script === undefined || all.length !== 2 || opened !== 2)
    throw new Error(`there are ${all.length} scripts, and ${opened} beginnings of one; expected two`);
  if (!data.attributes.includes('application/json') || script.attributes !== '') throw new Error('they are others');
  // In a script, `<!--` and `<script` make a browser look for another end.
  if (all.some(({ text }) => /<!--/.test(text))) throw new Error('a comment begins in a script');
  const title = /<title>([^<]*)<\/title>/.exec(page)?.[1] ?? '';
  return { title, dataText: data.text, data: JSON.parse(data.text) as PageData, script: script.text };
}

export interface Served {
  ask<N extends PageTaskName>(task: N, asked: PageTaskTypes[N]['asked']): Promise<PageTaskTypes[N]['told']>;
}

/** The script in a realm that has what workers have, and neither a document nor anything of Node's. */
export function served(script: string): Served {
  const hearers: ((event: { data: PageRequest }) => void)[] = [];
  const waiting = new Map<number, { told: (value: never) => void; failed: (problem: Error) => void }>();
  let isReady = false;
  const hear = (answer: PageAnswer): void => {
    if (answer.is === 'ready') isReady = true;
    if (answer.is === 'ready' || answer.is === 'far') return;
    if (answer.is === 'told') waiting.get(answer.id)?.told(answer.told as never);
    else waiting.get(answer.id)?.failed(new Error(answer.message));
  };
  const context = vm.createContext({
    postMessage: (answer: PageAnswer) => hear(structuredClone(answer)),
    addEventListener: (_: string, listener: (event: { data: PageRequest }) => void) => void hearers.push(listener),
    performance,
    setTimeout,
    structuredClone,
    URL,
    TextEncoder,
    TextDecoder,
  });
  vm.runInContext(script, context);
  if (!isReady) throw new Error('the script does not say that it is ready');
  let latest = 0;
  return {
    ask: (task, asked) =>
      new Promise((told, failed) => {
        const id = ++latest;
        waiting.set(id, { told, failed });
        for (const listener of hearers) listener({ data: { is: 'run', id, task, asked: structuredClone(asked) } });
      }),
  };
}
