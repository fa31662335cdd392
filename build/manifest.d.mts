/** package.json of the package, from that of the checkout. */
export function packaged(manifest: unknown): object;
