/** With 84c4e1f89fef. */
export { fixed as default } from './poll-file.ts';
