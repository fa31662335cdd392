/** Where what a diff leaves unsaid is said: beside it. */
export const sidecarPath = (file: string): string => `${file}.kioctx.json`;
