/** The root of the checkout. */
export const ROOT: string;
/** Writes JavaScript there. `isChecked`: with types, and declarations of them. */
export function build(to?: string, isChecked?: boolean): void;
