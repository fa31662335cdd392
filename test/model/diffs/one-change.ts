/** One small change, and mails that bring it. */

export const hunkLines = [
  ' \tstruct lamp *next;',
  ' ',
  '-\tif (lamp->oil = 0)',
  '+\tif (lamp->oil == 0 && "é" != lamp->name)',
  '+\t\trefill(lamp);',
  ' \treturn lamp->oil;',
];

export const change: readonly string[] = ['@@ -12,4 +12,5 @@ static int trim(struct lamp *lamp)', ...hunkLines];

type Encoding = (body: readonly string[]) => string[];

/** With these headers besides the usual, one a line. */
export const mailed = (headers: string, encode: Encoding = (body) => [...body]): string[] => [
  'From: Zoe <zoe@example.org>',
  'To: lamps@example.org',
  'Subject: [PATCH] trim the lamp',
  ...headers.split('\n'),
  '',
  ...encode([
    'Words - and more.',
    '',
    '--- a/fs/lamp.c',
    '+++ b/fs/lamp.c',
    ...change,
    '-',
    'To unsubscribe from this list: send the line "unsubscribe lamps" in',
    'the body of a message to majordomo@example.org',
  ]),
];

const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];

export const quotedPrintableBody: Encoding = (body) =>
  body.map((line) =>
    bytes(line)
      .map((byte, nth, all) =>
        byte > 126 || byte === 61 || (byte <= 32 && nth === all.length - 1)
          ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
          : String.fromCharCode(byte),
      )
      .join(''),
  );

export const base64: Encoding = (body) =>
  btoa(String.fromCharCode(...bytes(`${body.join('\r\n')}\r\n`))).match(/.{1,76}/g) ?? [];
