import { defineConfig } from 'vitest/config';
import { common, DEEP } from './vitest.config.ts';

/** The suites that take minutes: `npm run test:deep`. */
export default defineConfig({ test: { ...common, include: [DEEP] } });
