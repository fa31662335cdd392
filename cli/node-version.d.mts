/** What is said of a Node that is too old, or null. `version`: as `20.1.0`. */
export function unsupported(version: string): string | null;
