// The Node that this package runs on; package.json says the same.
const OLDEST = 20;

/** What is said of a Node that is too old, or null. `version`: as `20.1.0`. */
export function unsupported(version) {
  const major = Number(version.split('.')[0]);
  return major >= OLDEST ? null : `Node ${version} is too old; expected Node ${OLDEST} or newer (https://nodejs.org)`;
}
