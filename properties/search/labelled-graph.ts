/** A graph whose states have classes and whose edges have labels, all of them numbers. State 0 is the initial one. */
export interface LabelledGraph {
  readonly states: number;
  readonly edges: number;
  /** The edges that lead out of a state follow one another: which of all is the first, and how many they are. */
  firstOf(state: number): number;
  degreeOf(state: number): number;
  targetOf(edge: number): number;
  /** Below 2^20. */
  labelOf(edge: number): number;
  classOf(state: number): number;
}
