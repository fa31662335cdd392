/**
 * What stands for a line of the kernel's source, whose text this package does not have: the first 24 bits of the SHA-256 of the line
 * without its white space, as a number. Mails and archives change white space, and nothing else of a line.
 */

const words = (hex: string): Uint32Array =>
  Uint32Array.from(hex.trim().split(/\s+/), (word) => Number.parseInt(word, 16));

/** Of the first 8 primes, the fractions of their square roots; of the first 64, those of their cube roots (FIPS 180-4). */
const START = words(`6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19`);
const ROUNDS = words(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3
  72be5d74 80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13
  650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208
  90befffa a4506ceb bef9a3f7 c67178f2
`);

const at = (all: Uint32Array, i: number): number => all[i] as number;
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** Bytes, a one bit, zeros, and the length in bits, to a multiple of 64 bytes. */
function padded(text: string): DataView {
  const bytes = new TextEncoder().encode(text);
  const whole = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64));
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 4, bytes.length * 8);
  return view;
}

/** The first 32 bits of the SHA-256 of a text. */
function sha256Begins(text: string): number {
  const message = padded(text);
  const hash = Uint32Array.from(START);
  const w = new Uint32Array(64);
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = message.getUint32(block + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [early, late] = [at(w, i - 15), at(w, i - 2)];
      const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
    }
    let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(ROUNDS, i) + at(w, i)) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      hash[i] = at(hash, i) + word;
    });
  }
  return at(hash, 0);
}

export const lineDigest = (line: string): number => sha256Begins(line.replaceAll(/\s+/g, '')) >>> 8;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** 24 bits in base64. */
const WIDTH = 4;
const SHIFTS: readonly number[] = [18, 12, 6, 0];

/** Four characters of base64 for each line. */
export const writeDigests = (digests: readonly number[]): string =>
  digests.map((digest) => SHIFTS.map((shift) => BASE64[(digest >>> shift) & 63]).join('')).join('');

export function readDigests(text: string): number[] {
  const digests: number[] = [];
  for (let from = 0; from < text.length; from += WIDTH)
    digests.push(SHIFTS.reduce((digest, _, i) => digest * 64 + BASE64.indexOf(text[from + i] ?? ''), 0));
  return digests;
}
