/** Control flow of functions, patched or not: what may come after what. */
export { END, type FlowGraph, type FlowNode, type FlowTarget, successorsOf } from './graph.ts';
export { flowOf, type FlowIssue, type FlowIssueCode, type FlowOptions } from './flow-of.ts';
