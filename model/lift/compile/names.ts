/** Names that are taken one after the other, so that each is one thing. */

/** What cannot be called so: TypeScript has it, or steps. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...(
    'return delete void new typeof in of do if else for while switch case break continue default function class const let var this ' +
    'null true false try catch finally throw with yield await async enum export import super static ' +
    'debugger instanceof implements interface package private protected public k f g'
  ).split(' '),
]);

export class Names {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  take(like: string): string {
    const stem = /^[A-Za-z_]\w*$/.test(like) ? like : 'step';
    const base = RESERVED.has(stem) ? `${stem}_` : stem;
    let name = base;
    for (let nth = 2; this.taken.has(name); nth++) name = `${base}_${nth}`;
    this.taken.add(name);
    return name;
  }
}
