/** Before 54cbc058d86b, and since its revert. */
export { reverted as default } from './cancel-completes.ts';
