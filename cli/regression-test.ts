/** A vitest test that replays a trace: complete as it stands, for a project that has kioctx and vitest. */
import { dirname, relative, resolve, sep } from 'node:path';
import type { ViolatedTrace } from '../counterexamples/aio/trace.ts';
import { calledBy, filesOf, isModule } from './given.ts';
import type { GivenPatch, GivenProperty } from './given.ts';

export interface Tested {
  readonly trace: ViolatedTrace;
  readonly patch: GivenPatch;
  readonly property: GivenProperty;
  /** Steps of the base that the patch leaves out: it may have them again, once it is mended. */
  readonly leftOut: readonly string[];
}

/** The text of the test; `path`: where it will lie, from where modules of the user's are imported. */
export function regressionTest({ trace, patch, property, leftOut }: Tested, path: string): string {
  const [patchCalled, propertyCalled] = [calledBy(patch), calledBy(property)];
  const patchFiles = filesOf(patchCalled);
  const isOwnProperty = isModule(propertyCalled);
  const from = (file: string): string => JSON.stringify(importable(file, path));
  const imports = [
    `import { expect, it } from 'vitest';`,
    `import { followRelaxed, replay, unlessPatched } from 'kioctx/counterexamples';`,
    `import { closeWorld, parseScenario, ${patchFiles.length > 0 ? 'type Patch, ' : ''}patchByName, worldOf } from 'kioctx/model';`,
    `import { type AioProperty${isOwnProperty ? '' : ', properties'} } from 'kioctx/properties';`,
    ...patchFiles.map((file, nth) => `import * as patch${nth} from ${from(file)};`),
    ...(isOwnProperty ? [`import * as property0 from ${from(propertyCalled)};`] : []),
  ];
  const own = patchFiles.map((file, nth) => `[${JSON.stringify(file)}, exported<Patch>(patch${nth}, 'hunks')]`);
  const called = [JSON.stringify(patchCalled), ...(own.length > 0 ? [`new Map([${own.join(', ')}])`] : [])].join(', ');
  const known = `unlessPatched(model.program${leftOut.length > 0 ? ', leftOut' : ''})`;
  return [
    ...imports,
    '',
    `/** What is wrong on the schedule; null where it is mended, so that the test fails when it comes back. */`,
    `const expected: string | null = ${JSON.stringify(trace.finding.message)};`,
    '',
    ...(leftOut.length > 0
      ? [`/** Steps of the base that the patch had left out. */`, `const leftOut = ${JSON.stringify(leftOut)};`, '']
      : []),
    `const trace = ${JSON.stringify(trace, null, 2)};`,
    '',
    ...(patchFiles.length > 0 || isOwnProperty ? EXPORTED : []),
    `const found = patchByName(${called});`,
    `if (!found.ok) throw new Error(\`there is no patch \${found.unknown}\`);`,
    isOwnProperty
      ? `const property = exported<AioProperty>(property0, 'antecedent');`
      : `const property = properties.find(({ name }) => name === trace.property) as AioProperty;`,
    `const model = closeWorld(worldOf(parseScenario(trace.scenario)), found.patch);`,
    '',
    `it(\`\${trace.patch}: \${trace.property} on a schedule of \${trace.scenario.name}\`, () => {`,
    `  // Steps that there are by now, and the schedule has not, are taken on the way.`,
    `  const { turns, rest, parted } = followRelaxed(model, trace.schedule, ${known});`,
    `  if (parted !== null)`,
    `    throw new Error(\`\${trace.schedule[parted.line]} cannot be taken any more: \${parted.why}; the trace says nothing of this kernel\`);`,
    `  const wrong = replay(model, property, turns).wrong ?? replay(model, property, [...turns, ...rest]).wrong;`,
    `  expect(wrong?.message ?? null).toBe(expected);`,
    `});`,
    '',
  ].join('\n');
}

const EXPORTED = [
  `/** The default of a module, or the only one in it that looks so. */`,
  `const exported = <T>(module: object, key: string): T =>`,
  `  ('default' in module`,
  `    ? module.default`,
  `    : Object.values(module).find((one) => typeof one === 'object' && one !== null && key in one)) as T;`,
  '',
];

/** A file as a module that lies at `path` imports it. */
function importable(file: string, path: string): string {
  const way = relative(dirname(resolve(path)), resolve(file))
    .split(sep)
    .join('/');
  return way.startsWith('.') ? way : `./${way}`;
}
