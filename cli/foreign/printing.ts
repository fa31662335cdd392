/**
 * What code that is not ours prints is for whoever tries it. The beginning of it is shown; what is beyond takes neither memory nor
 * time. So it is sent as it is printed, and counted here: Node would keep all of it until this thread has time to hand it on.
 */

/** Characters that a command shows of what one thread prints. */
const MOST = 100_000;
const LEFT_OUT = `kioctx: more was printed than ${MOST.toLocaleString('en-US')} characters; the rest is left out\n`;

type Show = (text: string) => void;

const printed = { by: 0, length: 0, isCut: false, silenced: new Map<string, unknown>() };

/** For this thread, once: nothing is printed but through `show`. */
export function showPrinted(show: Show): void {
  for (const stream of [process.stdout, process.stderr])
    stream.write = (chunk: Uint8Array | string, encoding?: unknown, done?: unknown) => {
      if (!printed.isCut) print(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'), show);
      const taken = typeof encoding === 'function' ? encoding : done;
      if (typeof taken === 'function') process.nextTick(taken);
      return true;
    };
}

/** Another command counts anew. */
export function printFor(session: number): void {
  if (printed.by === session) return;
  Object.assign(printed, { by: session, length: 0, isCut: false });
  for (const [name, method] of printed.silenced) Reflect.set(console, name, method);
  printed.silenced.clear();
}

function print(text: string, show: Show): void {
  const room = MOST - printed.length;
  printed.length += text.length;
  if (text.length <= room) return show(text);
  printed.isCut = true;
  const start = text.slice(0, room);
  show(`${start}${start === '' || start.endsWith('\n') ? '' : '\n'}${LEFT_OUT}`);
  silence();
}

/** What is not shown need not be put into words either. */
function silence(): void {
  for (const [name, method] of Object.entries(console)) {
    if (typeof method !== 'function' || name === 'Console') continue;
    printed.silenced.set(name, method);
    Reflect.set(console, name, () => undefined);
  }
}
