/** The values of numbers and characters as C spells them. */

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27 };

/** Null: not C. */
export function numberOf(spelling: string): bigint | { readonly unsupported: string } | null {
  if (spelling.endsWith("'")) return characterOf(spelling);
  const [, digits] =
    /^(0[xX][\da-fA-F]+|0[bB][01]+|\d+)(?:[uU](?:[lL]|ll|LL)?|(?:[lL]|ll|LL)[uU]?)?$/.exec(spelling) ?? [];
  if (digits === undefined) {
    const isFloat = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFlL]?$/.test(spelling);
    return isFloat ? { unsupported: 'a floating-point number' } : null;
  }
  if (!/^0\d/.test(digits)) return BigInt(digits);
  return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : null;
}

function characterOf(spelling: string): bigint | { readonly unsupported: string } | null {
  const inner = spelling.replace(/^L/, '').slice(1, -1);
  const [, escape] = /^\\([^]+)$/.exec(inner) ?? [];
  if (escape === undefined)
    return /^[^]$/u.test(inner)
      ? BigInt(inner.codePointAt(0) ?? 0)
      : { unsupported: 'several characters as one number' };
  // A character of one byte has a sign.
  const signed = (value: bigint) => (spelling.startsWith('L') ? value : BigInt.asIntN(8, value));
  if (/^[0-7]{1,3}$/.test(escape)) return signed(BigInt(`0o${escape}`));
  if (/^x[\da-fA-F]+$/.test(escape)) return signed(BigInt(`0${escape}`));
  const known = ESCAPES[escape];
  if (known !== undefined) return BigInt(known);
  return /^[\\'"?]$/.test(escape) ? BigInt(escape.charCodeAt(0)) : null;
}
