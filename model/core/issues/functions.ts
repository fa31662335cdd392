/** What is wrong with a function in the notation (proc.ts), before any of it runs: types are not checked when a module loads. */
import type { AnyProc } from '../notation/proc.ts';
import { described, isRecord, type Issue, oneOfNear, unknownKeys } from './issue.ts';
import { misnamed, said, wrongName } from './names.ts';

type Table = Readonly<Record<string, unknown>>;

/** What a step does: exactly one of these. */
const FORMS = ['run', 'acquire', 'release', 'call', 'go'] as const;
/** What may stand beside it. */
const BESIDE: Readonly<Record<string, string>> = { when: 'run', result: 'call' };
const WRITTEN = ['line', 'c', 'then', 'unchanged', ...FORMS, ...Object.keys(BESIDE)];
/** Those that edits set too. */
const KEYS = [...WRITTEN, 'patched', 'hunk', 'detours'];
const FORM = 'one of run, acquire, release, call and go in each step';

/** Functions of which everything was looked at, and nothing is wrong: those of the base are linked again and again. */
const inOrder = new WeakSet<object>();

/**
 * Nothing, for a function in order. `before`: steps that were looked at before, as they were then. What is said of a name that
 * cannot be one, or of a step, names function and label.
 */
export function functionIssues(proc: unknown, before?: AnyProc): readonly Issue[] {
  if (typeof proc === 'object' && proc !== null && inOrder.has(proc)) return [];
  const issues = issuesOf(proc, before);
  if (issues.length === 0) inOrder.add(proc as object);
  return issues;
}

function issuesOf(proc: unknown, before: AnyProc | undefined): Issue[] {
  if (
    !isRecord(proc) ||
    typeof proc['name'] !== 'string' ||
    !(proc['steps'] instanceof Map) ||
    !isRecord(proc['locals'])
  )
    return [{ code: 'type', message: `${described(proc)} is no function`, expected: 'one that proc made' }];
  const { name, locals, steps, returns } = proc as unknown as AnyProc;
  const wrong = misnamed(name, 'function');
  const issues: Issue[] = wrong === null ? [] : [wrong];
  if (steps.size === 0)
    issues.push({
      code: 'no-steps',
      message: `${said(name)} has no steps`,
      expected: 'one step at least, where it returns',
    });
  if (locals !== before?.locals) issues.push(...localIssues(said(name), locals as Table));
  if (returns !== null && !Object.hasOwn(locals as object, returns))
    issues.push(noLocal(said(name), 'returns', returns, locals as Table));
  issues.push(...detourIssues(said(name), proc));
  const known = before?.steps as ReadonlyMap<unknown, unknown> | undefined;
  for (const [label, step] of steps as ReadonlyMap<unknown, unknown>)
    if (known?.get(label) !== step) issues.push(...stepIssues(said(name), label, step, locals as Table));
  return issues;
}

const noLocal = (id: string, does: string, local: unknown, locals: Table): Issue => ({
  code: 'no-local',
  message: `${id} ${does} ${said(local)}, which is no local`,
  expected: Object.keys(locals).length === 0 ? 'a local' : oneOfNear(local, Object.keys(locals)),
});

const localIssues = (name: string, locals: Table): Issue[] =>
  Object.entries(locals).flatMap(([local, type]): Issue[] => {
    const wrong = wrongName(local, 'local');
    if (wrong !== null) return [{ ...wrong, message: `${name} has a local called ${said(local)}, which ${wrong.why}` }];
    if (typeof type === 'string' && type !== '') return [];
    return [
      {
        code: 'type',
        message: `${name} says of its local ${local} that it is ${described(type)}`,
        expected: "its C type: 'int'",
      },
    ];
  });

function stepIssues(name: string, label: unknown, step: unknown, locals: Table): Issue[] {
  const wrong = wrongName(label, 'step');
  if (wrong !== null) return [{ ...wrong, message: `${name} has a step called ${said(label)}, which ${wrong.why}` }];
  const id = `${name}.${said(label)}`;
  if (!isRecord(step)) return [{ code: 'form', message: `${id} is ${described(step)}`, expected: FORM }];
  return [...formIssues(id, step), ...saidIssues(id, step), ...resultIssues(id, step, locals)];
}

function formIssues(id: string, step: Table): Issue[] {
  const issues: Issue[] = unknownKeys(step, KEYS).map((key) => ({
    code: 'unknown-key',
    message: `${id} has the unknown key ${said(key)}`,
    expected: oneOfNear(key, WRITTEN),
  }));
  const forms = FORMS.filter((form) => form in step);
  const [form] = forms;
  if (form === undefined) return [...issues, { code: 'form', message: `${id} does nothing`, expected: FORM }];
  if (forms.length > 1)
    return [...issues, { code: 'form', message: `${id} has ${forms.join(' and ')}`, expected: FORM }];
  for (const [key, goesWith] of Object.entries(BESIDE))
    if (key in step && form !== goesWith)
      issues.push({
        code: 'form',
        message: `${id} has ${key} beside ${form}`,
        expected: `${key} beside ${goesWith} only`,
      });
  return [...issues, ...(form === 'call' ? callIssues(id, step['call']) : functionsIn(id, step, [form]))];
}

const functionsIn = (id: string, step: Table, keys: readonly string[]): Issue[] =>
  [...keys, 'when']
    .filter((key) => key in step && typeof step[key] !== 'function')
    .map((key) => ({ code: 'form', message: `${id}.${key} is ${described(step[key])}`, expected: 'a function' }));

function callIssues(id: string, call: unknown): Issue[] {
  const isOne = isRecord(call) && typeof call['args'] === 'function';
  const proc = isOne ? call['proc'] : undefined;
  if (typeof proc === 'string' || isRecord(proc)) return [];
  const expected = 'to(a function, (g, f) => …), or through(its name, (g, f) => …)';
  return [{ code: 'form', message: `${id} calls no function`, expected }];
}

const detourIssues = (id: string, { detours }: Table): Issue[] =>
  detours === undefined || detours instanceof Map
    ? []
    : [
        {
          code: 'type',
          message: `${id} has ${described(detours)} for its detours`,
          expected: 'what edit sets, or none',
        },
      ];

/** What traces print of a step. */
function saidIssues(id: string, step: Table): Issue[] {
  const { line, c, then } = step;
  const issues: Issue[] = detourIssues(id, step);
  if (!Number.isInteger(line) || (line as number) < 0)
    issues.push({
      code: 'type',
      message: `${id} has ${described(line)} for its line`,
      expected: 'the line in its C file',
    });
  if (typeof c !== 'string')
    issues.push({ code: 'type', message: `${id} has ${described(c)} for its c`, expected: 'its statement' });
  if (then !== undefined && typeof then !== 'string')
    issues.push({
      code: 'type',
      message: `${id} goes on to ${described(then)}`,
      expected: 'the label of a step, or return',
    });
  return issues;
}

const resultIssues = (id: string, { result }: Table, locals: Table): Issue[] =>
  result === undefined || (typeof result === 'string' && Object.hasOwn(locals, result))
    ? []
    : [noLocal(id, 'puts its result in', result, locals)];
