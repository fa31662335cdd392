/** Control and format characters, which could break the line or steer a terminal. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The same text with such characters spelt out: harmless wherever it is printed. */
export const visible = (text: string): string =>
  text.replace(invisible, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
