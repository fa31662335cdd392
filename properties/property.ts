/** What modules of properties import: what a property is, and how it is decided. */
export type { Situation } from '../model/core/index.ts';
export {
  check,
  checking,
  type Check,
  type CheckOptions,
  type Judgement,
  type Verdict,
  type Violation,
} from './checker/check.ts';
export { sound } from './checker/sound.ts';
export { type Each, each, type JudgedEnd, type Property } from './checker/property.ts';
