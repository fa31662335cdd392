// A setup file of vitest's: it runs before each test file, also of those that share their modules.
import { afterAll } from 'vitest';
import { removeFolders } from './run.ts';

afterAll(removeFolders);
