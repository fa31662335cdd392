/** Just enough XML to read a report back, and to throw where it is not well-formed. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

type Open = Element & { readonly children: Element[]; text: string };

const PROLOG = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/;
const TAG = /^<(?<close>\/?)(?<name>[A-Za-z][\w.-]*)(?<attributes>(?:\s+[\w:.-]+="[^"<]*")*)\s*(?<empty>\/?)>/;
/** What XML 1.0 has no way to write, not even as a reference. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&(#?\w*;)?/g, (_whole, name?: string) => {
    const number = /^#(\d+);$/.exec(name ?? '')?.[1];
    const char = number === undefined ? entities[name?.slice(0, -1) ?? ''] : String.fromCodePoint(Number(number));
    if (char === undefined || FORBIDDEN.test(char)) throw new Error(`a bare & or an unknown entity in: ${text}`);
    return char;
  });

function attributesOf(text: string): Record<string, string> {
  const pairs = Array.from(text.matchAll(/([\w:.-]+)="([^"]*)"/g), ([, name = '', value = '']) => [
    name,
    // As a parser must read what is no reference.
    decoded(value.replaceAll(/\r\n|[\t\n\r]/g, ' ')),
  ]);
  const attributes = Object.fromEntries(pairs) as Record<string, string>;
  if (Object.keys(attributes).length < pairs.length) throw new Error(`an attribute twice in: ${text}`);
  return attributes;
}

/** The root element. */
export function parseXml(document: string): Element {
  if (!PROLOG.test(document)) throw new Error('no prolog');
  if (FORBIDDEN.test(document)) throw new Error('a character that XML forbids');
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack = [top];
  let rest = document.replace(PROLOG, '');
  while (rest !== '') {
    const inside = stack.at(-1) as Open;
    const tag = TAG.exec(rest);
    const { name = '', attributes = '', close, empty } = tag?.groups ?? {};
    const read = tag === null ? rest.slice(0, rest.indexOf('<', 1) >>> 0) : tag[0];
    if (tag === null && read.startsWith('<')) throw new Error(`no tag: ${read}`);
    if (tag === null) inside.text += decoded(read);
    else if (close === '/') {
      if (inside.name !== name) throw new Error(`</${name}> closes <${inside.name}>`);
      stack.pop();
    } else {
      const element: Open = { name, attributes: attributesOf(attributes), children: [], text: '' };
      inside.children.push(element);
      if (empty !== '/') stack.push(element);
    }
    rest = rest.slice(read.length);
  }
  const [root, ...others] = top.children;
  if (root === undefined || others.length > 0 || stack.length !== 1 || top.text.trim() !== '')
    throw new Error('not exactly one root element');
  return root;
}
