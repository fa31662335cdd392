/** A lifted patch as a module, as a person would write it. */
import type { ErrorReport } from '../core/index.ts';
import type { AddedField } from './outside/declared.ts';
import { literal, type StepText } from './compile/step-text.ts';
import { identifierOf, IMPORTED } from './identifiers.ts';
import type { OwnFunction } from './own-functions.ts';
import type { EditPlan } from './splice/edit-plan.ts';

export interface LiftedEdit {
  readonly proc: string;
  readonly standsFor: string;
  readonly plan: EditPlan;
  /** Names of the functions that its new steps call. */
  readonly calls: readonly string[];
}

export interface LiftedModule {
  readonly name: string;
  readonly summary: string;
  readonly fields: readonly AddedField[];
  readonly functions: readonly OwnFunction[];
  readonly edits: readonly LiftedEdit[];
  readonly reports: readonly ErrorReport[];
  /** What could not be lifted, line by line. */
  readonly todo: readonly string[];
}

const indented = (lines: readonly string[], by: number): string[] =>
  lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`));

const block = (head: string, lines: readonly string[], tail = '},'): string[] =>
  lines.length === 0 ? [] : [head, ...indented(lines, 2), tail];

export function stepLines({ label, line, c, body, isTrap, isUnchanged }: StepText): string[] {
  return [
    ...(isTrap ? ['// TODO: not lifted'] : []),
    ...block(`${label}: {`, [
      `line: ${line},`,
      `c: ${literal(c)},`,
      ...(isUnchanged ? ['unchanged: true,'] : []),
      ...body,
    ]),
  ];
}

const localsLine = (locals: Readonly<Record<string, string>>): string =>
  `{ ${Object.entries(locals)
    .map(([name, type]) => `${name}: ${literal(type)}`)
    .join(', ')} }`;

function procLines({ name, at, locals, returns, steps }: OwnFunction): string[] {
  return [
    `export const ${identifierOf(name)} = proc(`,
    ...indented(
      [
        `${literal(name)},`,
        `${literal(at)},`,
        `${Object.keys(locals).length === 0 ? '{}' : localsLine(locals)},`,
        ...block('{', steps.flatMap(stepLines)),
        ...(returns === null ? [] : [`${literal(returns)},`]),
      ],
      2,
    ),
    ');',
  ];
}

function editLines({ proc, plan }: LiftedEdit): string[] {
  const { locals, remove, reroute, before, replace, after } = plan;
  const groups = (all: ReadonlyMap<string, readonly StepText[]>): string[] =>
    [...all].flatMap(([label, steps]) => block(`${label}: {`, steps.flatMap(stepLines)));
  const rerouted = reroute.map(({ label, ways, falls }) => {
    const led = Object.entries(ways).map(([from, to]) => `${from}: ${literal(to)}`);
    const shown = led.length === 0 ? '{}' : `{ ${led.join(', ')} }`;
    return `${label}: rerouted(stepOf(${proc}, ${literal(label)}), ${shown}${falls === null ? '' : `, ${literal(falls)}`}),`;
  });
  return [
    `edit(${proc}, {`,
    ...indented(
      [
        ...(Object.keys(locals).length === 0 ? [] : [`locals: ${localsLine(locals)},`]),
        ...(remove.length === 0 ? [] : [`remove: [${remove.map(literal).join(', ')}],`]),
        ...block('replace: {', [
          ...rerouted,
          ...[...replace].flatMap(([label, step]) => stepLines({ ...step, label })),
        ]),
        ...block('before: {', groups(before)),
        ...block('after: {', groups(after)),
      ],
      2,
    ),
    '}),',
  ];
}

/** Members of an object, grouped by pool. */
function fieldLines(fields: readonly AddedField[]): string[] {
  const pools = [...new Set(fields.map(({ pool }) => pool))];
  return block(
    'const fields = {',
    pools.flatMap((pool) =>
      block(
        `${pool}: {`,
        fields.filter((field) => field.pool === pool).map(({ name, declared }) => `${name}: ${declared},`),
      ),
    ),
    '};',
  );
}

const importOf = (names: readonly string[], module: string, types: readonly string[]): string[] =>
  names.length + types.length === 0
    ? []
    : [`import { ${[...names, ...types.map((type) => `type ${type}`)].join(', ')} } from '${module}';`];

/** What is imported from where, of all that a text names. */
function importsFor(text: string, own: readonly string[]): string[] {
  const code = text
    .replaceAll(/'(?:[^'\\]|\\.)*'/g, '')
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/^\s*\w+: /gm, '');
  const named = new Set([...code.matchAll(/(?<![.\w])([A-Za-z_]\w*)/g)].map(([, name]) => name as string));
  return Object.entries(IMPORTED).flatMap(([module, all]) =>
    importOf(
      all.filter((name) => named.has(name) && !own.includes(name)).toSorted(),
      module,
      module === 'kioctx/model' ? ['Patch'] : [],
    ),
  );
}

export function moduleText({ name, summary, fields, functions, edits, reports, todo }: LiftedModule): string {
  const hasFields = fields.length > 0;
  const notation = [functions.length > 0 ? 'proc' : null, edits.length > 0 ? 'edit' : null].filter(
    (one) => one !== null,
  );
  const hunks = edits.flatMap((one) =>
    block('{', [
      `name: ${literal(one.proc)},`,
      `standsFor: ${literal(one.standsFor)},`,
      ...block('edits: [', editLines(one), '],'),
    ]),
  );
  const body = [
    ...fieldLines(fields),
    ...(hasFields ? ['', `const { ${notation.join(', ')} } = withFields(fields);`] : []),
    ...functions.flatMap((one) => ['', ...procLines(one)]),
    '',
    ...block(
      'const patch: Patch = {',
      [
        `name: ${literal(name)},`,
        `summary: ${literal(summary)},`,
        'lifted: true,',
        ...(hasFields ? ['fields,'] : []),
        ...(reports.length === 0
          ? []
          : block(
              'reports: [',
              reports.map((one) => `${JSON.stringify(one)},`),
              '],',
            )),
        ...block('hunks: [', hunks, '],'),
      ],
      '};',
    ),
    'export default patch;',
    ...(todo.length === 0
      ? []
      : ['', '/* TODO: what was not lifted', ...todo.map((line) => ` * ${line.replaceAll('*/', '* /')}`), ' */']),
  ];
  const own = [
    ...functions.map((one) => identifierOf(one.name)),
    'patch',
    'fields',
    ...(hasFields ? ['proc', 'edit'] : []),
  ];
  const text = body.join('\n');
  return `/** Lifted from a diff: ${summary.replaceAll('*/', '* /')} */\n${importsFor(text, own).join('\n')}\n\n${text.trimStart()}\n`;
}
