/** What mailers, archives and editors do to the lines of a diff. */

export type Damage = (lines: readonly string[]) => string[];

const isHeader = (line: string): boolean => /^(?:@@ |--- \S|\+\+\+ \S|diff )/.test(line);

const ofHunks =
  (change: (line: string) => string): Damage =>
  (lines) =>
    lines.map((line) => (isHeader(line) ? line : change(line)));

/** Tabs stop at each eighth column. */
const columns = (text: string): number =>
  text.split('').reduce((sum, char) => sum + (char === '\t' ? 8 - (sum % 8) : 1), 0);

/** As mailers see it that count a tab as one. */
const characters = (text: string): number => text.length;

/** At the last blank that fits; what comes below begins at the left. A word that is too long stays whole. */
const wrapLine = (line: string, width: number, measure: (text: string) => number): string[] => {
  const parts: string[] = [];
  let rest = line;
  while (measure(rest) > width) {
    const cuts = [...rest.matchAll(/[ \t]+(?=\S)/g)]
      .map(({ index }) => index)
      .filter((index) => !/^[>\s]*[-+ ]?\s*$/.test(rest.slice(0, index)));
    const cut = cuts.findLast((index) => measure(rest.slice(0, index)) <= width) ?? cuts[0];
    if (cut === undefined) break;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
};

export const wrappedAt =
  (width: number, measure = columns): Damage =>
  (lines) =>
    lines.flatMap((line) => wrapLine(line, width, measure));
export const wrappedAtCharacter = (width: number): Damage => wrappedAt(width, characters);

export const tabsToBlanks: Damage = (lines) => lines.map((line) => line.replaceAll('\t', ' '.repeat(8)));
export const withoutLeadingBlank = ofHunks((line) => line.replace(/^ /, ''));
export const withoutBlankInEmpty = ofHunks((line) => (line.trim() === '' ? '' : line));
export const collapsed = ofHunks((line) => line.replace(/[ \t]+/g, ' ').trimEnd());
/** As web archives show a mail. */
export const archived: Damage = (lines) => lines.map((line) => line.replace(/\s+/g, ' ').trim());
export const quoted: Damage = (lines) => lines.map((line) => (line.trim() === '' ? '>' : `> ${line}`));

const escaped = (char: string): string =>
  [...new TextEncoder().encode(char)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Of a whole mail, with its headers: the body in lines of at most 76 characters. */
export const quotedPrintable: Damage = (lines) => [
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  'Subject: [PATCH] move the lamp',
  '',
  ...lines.flatMap((line) => {
    const parts = [''];
    for (const [nth, char] of Array.from(line).entries()) {
      const isPlain = nth < line.length - 1 ? /[\t\u0020-<>-~]/ : /[\u0021-<>-~]/;
      const piece = isPlain.test(char) ? char : escaped(char);
      if ((parts.at(-1) ?? '').length + piece.length > 75) parts.push('');
      parts[parts.length - 1] += piece;
    }
    return parts.map((part, nth) => (nth === parts.length - 1 ? part : `${part}=`));
  }),
];
