/** What is said of the assignments in modules, written into a folder of their own. */
import { outerAssignments } from '../../../cli/foreign/assignments.ts';
import { showSourceIssue } from '../../../cli/foreign/source-issue.ts';
import { folder } from '../run.ts';

type Files = Readonly<Record<string, string>>;

/** What is said of the first of these files, without the folder that they lie in. */
export async function said(files: Files | string): Promise<string[]> {
  const all = typeof files === 'string' ? { 'mine.ts': files } : files;
  const here = folder(all);
  const [first = ''] = Object.keys(all);
  const issues = await outerAssignments(`${here.path}/${first}`);
  return issues.map((issue) => showSourceIssue({ ...issue, file: issue.file.replace(`${here.path}/`, '') }));
}

/** The place of each issue and what is wrong, without what was expected. */
export const told = async (files: Files | string): Promise<string[]> =>
  (await said(files)).map((line) => line.replace(/; expected .*/, ''));
