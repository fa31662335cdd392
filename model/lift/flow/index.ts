/** Control flow of functions, patched or not, and of the steps that the model has for them. */
export { END, exitsOf, type FlowGraph, type FlowNode, type FlowTarget, successorsOf } from './graph.ts';
export { assignmentsIn, declaredBy, expressionsIn, type NodePart } from './node-expressions.ts';
export { flowOf, type FlowIssue, type FlowIssueCode, type FlowOptions } from './flow-of.ts';
export { BaseFlow } from './base-flow.ts';
export { type OddEdge, oddEdges, type ProcFlow, type ProcFlows, procFlows } from './proc-flows.ts';
export type { StatementGroup, StatementSteps } from './statement-steps.ts';
export { codeOfStep } from './step-code.ts';
export { stepSuccessors, waysOfStep } from './step-successors.ts';
export { keyOfNode, type NodeOrigin, type PatchedFlow, patchedFlow } from './patched-flow.ts';
