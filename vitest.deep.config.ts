import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { common, DEEP } from './vitest.config.ts';

/** One test of each takes minutes: begun late, they would be waited for by idle workers. */
const LONGEST = ['analysis', 'outcomes', 'package', 'derived-records', 'random-search', 'manifest-large', 'oracle'];

const isLong = ({ moduleId }: TestSpecification): boolean =>
  LONGEST.some((name) => moduleId.endsWith(`/${name}.deep.test.ts`));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array's
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** The suites that take minutes: `npm run test:deep`. */
export default defineConfig({ test: { ...common, include: [DEEP], sequence: { sequencer: LongestFirst } } });
