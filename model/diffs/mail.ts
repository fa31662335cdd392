/** The mails of a text, each decoded as its headers say. A text without headers is one mail. */
import { fromBase64, fromQuotedPrintable } from './encodings.ts';
import { headingAt, type PatchHeading } from './headings.ts';
import { type TextLine, withText } from './text-line.ts';

/** `From someone Tue Feb 20 09:08:41 2007`, above each mail of an mbox. */
export const SEPARATOR = /^From \S+(?: at \S+)? +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/;

const textAt = (lines: readonly TextLine[], nth: number): string => lines[nth]?.text ?? '';

/** Where mails begin: at a separator, or where all headers of another mail stand. */
function beginsMail(lines: readonly TextLine[], nth: number): boolean {
  if (nth > 0 && textAt(lines, nth - 1).trim() !== '') return false;
  if (SEPARATOR.test(textAt(lines, nth))) return true;
  const fields = /^[A-Za-z][\w-]*:/.test(textAt(lines, nth)) ? headingAt(lines, nth)?.fields : undefined;
  const isWhole = fields?.has('from') === true && fields.has('subject');
  return isWhole && (fields.has('message-id') || fields.has('content-transfer-encoding'));
}

/** Without the first and last quotation mark. */
const parameter = (type: string, name: string): string =>
  new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(type)?.slice(1).find(Boolean) ?? '';

/** The headers stay as they are; the body behind them is decoded. */
function decodedMail(lines: readonly TextLine[]): TextLine[] {
  let begin = SEPARATOR.test(textAt(lines, 0)) ? 1 : 0;
  while (begin < lines.length && textAt(lines, begin).trim() === '') begin += 1;
  const heading = begin < lines.length ? headingAt(lines, begin) : null;
  if (heading === null) return [...lines];
  return [...lines.slice(begin, heading.end), ...decodedBody(heading, lines.slice(heading.end))];
}

function decodedBody({ fields }: Pick<PatchHeading, 'fields'>, body: readonly TextLine[]): TextLine[] {
  const type = fields.get('content-type') ?? 'text/plain';
  if (/^multipart\//i.test(type)) return partsOf(body, parameter(type, 'boundary')).flatMap(decodedPart);
  const charset = parameter(type, 'charset') || 'utf-8';
  const encoding = (fields.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'quoted-printable') return fromQuotedPrintable(body, charset);
  return encoding === 'base64' ? fromBase64(body, charset) : [...body];
}

/** Of what has more than one form only the plain text is read: pages and pictures bring no patch. */
function decodedPart(lines: readonly TextLine[]): TextLine[] {
  const heading = headingAt(lines, 0);
  if (heading === null) return [...lines];
  const type = heading.fields.get('content-type') ?? 'text/plain';
  const body = lines.slice(heading.end);
  if (/^message\/rfc822/i.test(type)) return decodedMail(body);
  const isText = /^(?:multipart\/|text\/(?!html)|application\/(?:octet-stream|x-(?:patch|diff)|mbox))/i.test(type);
  return isText ? decodedBody(heading, body) : [];
}

/** What stands before the first boundary and behind the last is for readers that know no parts. */
function partsOf(body: readonly TextLine[], boundary: string): TextLine[][] {
  if (boundary === '') return [[...body]];
  const parts: TextLine[][] = [];
  for (const line of body) {
    const text = line.text.trimEnd();
    if (text === `--${boundary}--`) break;
    if (text === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  // Without its boundaries, as archives show it, it is one part.
  return parts.length === 0 ? [[...body]] : parts;
}

/** In the order of the text. Blanks that do not break are blanks. */
export function mailsIn(lines: readonly TextLine[]): TextLine[][] {
  const begins = lines.flatMap((_, nth) => (nth === 0 || beginsMail(lines, nth) ? [nth] : []));
  const isMailbox = lines.some(({ text }) => SEPARATOR.test(text));
  return begins.map((begin, nth) =>
    decodedMail(
      lines
        .slice(begin, begins[nth + 1])
        .map((line) => (isMailbox && /^>+From /.test(line.text) ? withText(line, line.text.slice(1)) : line)),
    ).map((line) => (line.text.includes('\u00A0') ? withText(line, line.text.replaceAll('\u00A0', ' ')) : line)),
  );
}
