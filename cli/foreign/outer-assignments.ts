/** Finds the assignments that `assignments.ts` tells of. Loads a parser: to be imported only where a user's module is given. */
import type { NodePath } from '@babel/traverse';
import { ModuleLinks, placeOf } from './module-links.ts';
import { readSources, type Source } from './module-sources.ts';
import { type Kind, functionNameOf, type Role, roleOf } from './roles.ts';
import { isContainer, type Root, rootOf, rootOfObject } from './roots.ts';
import { RunTimes } from './run-times.ts';
import type { SourceIssue } from './source-issue.ts';
import { type Write, writesIn } from './writes.ts';

export function findOuterAssignments(file: string): SourceIssue[] {
  const { sources, issues } = readSources(file);
  const links = new ModuleLinks(sources);
  const times = new RunTimes(links);
  const found = sources.flatMap((source) =>
    writesIn(source.program).flatMap((write) => issueOf(write, source, links, times) ?? []),
  );
  return [...issues, ...found];
}

function issueOf(write: Write, source: Source, links: ModuleLinks, times: RunTimes): SourceIssue | null {
  const { target, method, verb } = write;
  const root = verb === 'changes' ? rootOfObject(target) : rootOf(target);
  if (root === null) return null;
  if (method !== null && (root.binding === null || !isContainer(root.binding, links, method, target.isIdentifier())))
    return null;
  const guilty = guiltyOf(target, root, times);
  const start = target.node.loc?.start;
  if (guilty === null || start === undefined) return null;
  return {
    code: verb === 'changes' ? 'outer-change' : 'outer-assignment',
    file: source.shown,
    line: start.line,
    column: start.column + 1,
    message: messageOf(write, root, guilty, source),
    expected: EXPECTED[guilty.kind],
  };
}

/** Who does it, where that is one who must not. The rule is argued in `assignments.ts`. */
function guiltyOf(target: NodePath, root: Root, times: RunTimes): Role | null {
  const between: NodePath[] = [];
  for (let at = placeOf(target); at.node !== root.place.node && !at.isProgram(); at = placeOf(at)) between.push(at);
  const [role] = between.flatMap((fn) => roleOf(fn) ?? []).toReversed();
  if (role !== undefined) return role;
  if (!times.isAtLoad(root.place)) return null;
  const late = between.find((fn) => times.isLater(fn) && !times.isWithin(fn, root.place));
  return late === undefined ? null : { kind: 'function', called: functionNameOf(late) };
}

function messageOf({ target, verb, method }: Write, { name, binding, alias }: Root, { called }: Role, source: Source) {
  const { start, end } = target.node;
  const text = source.text.slice(start ?? 0, end ?? 0).replace(/\s+/g, ' ');
  const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  const how = method === null ? '' : ` by ${method}()`;
  const leads = alias === null ? `and ${name}` : `and ${alias} comes from ${name}, which`;
  const which = shown === name ? 'which' : leads;
  return `${called} ${verb} ${shown}${how}, ${which} ${outsideOf(name, binding)}`;
}

function outsideOf(name: string, binding: Root['binding']): string {
  if (name === 'this') return 'is the object that it is written in';
  if (binding === null) return 'is shared by all';
  const line = binding.identifier.loc?.start.line ?? 1;
  return binding.kind === 'module' ? `is imported (line ${line})` : `is declared outside of it (line ${line})`;
}

const REMEMBER = 'keep what must be remembered in a field of the patch';
const EXPECTED: Readonly<Record<Kind, string>> = {
  step: `a step that depends on k and f alone; ${REMEMBER}`,
  condition: `a condition that only looks, at k and f alone; ${REMEMBER}`,
  predicate: 'a predicate that depends on the state alone; keep what must be remembered in a field of a patch',
  function: `functions that steps and predicates may call to write only what they are given; ${REMEMBER}`,
};
