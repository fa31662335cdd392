/** How mails write what is not seven-bit text in short lines: RFC 2045 for the body, RFC 2047 for headers. */
import { linesOfText, type TextLine } from './text-line.ts';

/** Decodes bytes; a character set that nobody knows is read as UTF-8. */
function decoded(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (char) => char.charCodeAt(0));

const ESCAPES = /(?:=[0-9A-F]{2})+/g;

const withoutEscapes = (text: string, charset: string): string =>
  text.replace(ESCAPES, (run) =>
    decoded(
      Uint8Array.from(run.slice(1).split('='), (hex) => Number.parseInt(hex, 16)),
      charset,
    ),
  );

/** Soft line ends are undone. What an archive has decoded before, though the headers still say otherwise, is left as it is. */
export function fromQuotedPrintable(lines: readonly TextLine[], charset: string): TextLine[] {
  let [valid, invalid] = [0, 0];
  for (const { text } of lines)
    for (const [, hex] of text.trimEnd().matchAll(/=(?:([0-9A-F]{2}|$)|)/g))
      if (hex === undefined) invalid += 1;
      else valid += 1;
  if (invalid > valid) return [...lines];
  const whole: TextLine[] = [];
  let begun: TextLine | null = null;
  for (const { text, at } of lines) {
    const isSoft = /=[ \t]*$/.test(text);
    const part = isSoft ? text.replace(/=[ \t]*$/, '') : text;
    const line: TextLine = begun === null ? { text: part, at } : { text: begun.text + part, at: begun.at };
    begun = isSoft ? line : null;
    if (!isSoft) whole.push(line);
  }
  if (begun !== null) whole.push(begun);
  return whole.flatMap(({ text, at }) =>
    // An encoded end of line ends one too, and the CR of one is not part of the line.
    withoutEscapes(text, charset)
      .replace(/\r$/, '')
      .split(/\r?\n/)
      .map((one) => ({ text: one, at })),
  );
}

/** Text that is no base64 is left as it is. */
export function fromBase64(lines: readonly TextLine[], charset: string): TextLine[] {
  const rows = lines.map((line) => ({ at: line.at, code: line.text.replace(/\s+/g, '') })).filter(({ code }) => code);
  const code = rows.map((row) => row.code).join('');
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(code) || code.length % 4 !== 0) return [...lines];
  const bytes = bytesOf(atob(code));
  // A line stands where its first byte does: three bytes in four characters.
  const ends: number[] = [];
  let characters = 0;
  for (const row of rows) ends.push(((characters += row.code.length) * 3) / 4);
  const starts = [0];
  bytes.forEach((byte, nth) => {
    if (byte === 10) starts.push(nth + 1);
  });
  return linesOfText(decoded(bytes, charset)).map(({ text }, nth) => ({
    text,
    at: rows[ends.findIndex((end) => end > (starts[nth] ?? 0))]?.at ?? rows.at(-1)?.at ?? 1,
  }));
}

/** `=?utf-8?q?na=C3=AFve?=` in a header. */
export const fromEncodedWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]+)(?:\*[\w-]+)?\?([bq])\?([^?]*)\?=/gi, (whole, charset: string, how: string, word: string) => {
      if (how.toLowerCase() === 'q') return withoutEscapes(word.replaceAll('_', ' '), charset);
      return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(word)
        ? decoded(bytesOf(atob(word)), charset)
        : whole;
    });
