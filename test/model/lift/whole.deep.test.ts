/** Functions made anew whole, of a source tree of Linux 2.6.20: `LINUX_TREE=DIR npm run test:deep -- test/model/lift/whole`. */
import { describe, expect, it } from 'vitest';
import { kernelTree } from '../../../cli/lifted/kernel-tree.ts';
import { compiledBase } from '../../../model/lift/compiled-base.ts';
import { expectedOf, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { kernel } from '../../properties/aio/decide.ts';
import { evaluated, expectSame, LINUX_TREE, parser } from './lifting.ts';
import { asLifted, byHand, rewrittenMutants, rewrittenPatches } from './rewritten.ts';

const AT_MOST = 100_000;
const scenarios = manifestScenarios().filter((name) => (expectedOf(name, '2.6.20')?.states ?? 0) <= AT_MOST);

describe.skipIf(LINUX_TREE === undefined)('with a kernel tree (set LINUX_TREE)', () => {
  describe('2.6.20 does what its own C makes of it:', () => {
    const { module, functions } = compiledBase(parser, 'compiled', kernelTree(LINUX_TREE)?.textsOf ?? (() => null));
    it('most functions are made of it', () => {
      expect(functions.filter(({ compiled, statements }) => compiled > 0 && compiled === statements)).toHaveLength(40);
    });
    it('and a kernel that is wrong on purpose does not', () => {
      const compiled = evaluated(module ?? '');
      expect(() => expectSame('buffered', compiled, kernel('2.6.20+keep-reference'))).toThrow('buffered');
      expect(() => expectSame('dw1-reader', compiled, kernel('2.6.20+no-wake'))).toThrow('dw1-reader');
    });
    it.each(scenarios)('%s', (name) => expectSame(name, evaluated(module ?? ''), kernel('2.6.20')));
  });

  describe('a patch as a diff, in functions that are made anew whole, does what its module does:', () => {
    const all = [...rewrittenPatches, ...rewrittenMutants.filter(({ differs }) => differs === undefined)];
    it.each(all)('$kernel', (rewritten) => {
      const patch = asLifted(rewritten, true);
      for (const scenario of rewritten.scenarios) expectSame(scenario, patch, byHand(rewritten));
    });
  });
});
