/** What is told of lines of a diff that were not lifted, where the patch is judged. */
import { describe, expect, it } from 'vitest';
import { folder } from '../run.ts';
import { replacing, unknownCall } from '../seed-diffs.ts';

describe.concurrent('what was not lifted', () => {
  const PROVE_ALL = ['prove', 'dw1-inval', '--traces', 'none', '--patch'];
  const all = [...PROVE_ALL, 'unknown.diff'];

  it('is told with the verdicts, which judge nothing that comes there', async () => {
    const here = folder({ 'unknown.diff': unknownCall });
    const { code, stdout } = await here.run([...all, '--property', 'no-lost-event']);
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /1 line not lifted, and schedules that come there end: unknown\.diff:\d+; npx kioctx lift unknown\.diff shows why/,
    );
  });

  it('is told of the hunks that are chosen, and of no others', async () => {
    const here = folder({ 'both.diff': replacing('written = err;', ['written = -EIO;']) + unknownCall });
    const told = async (hunks: string) => {
      const patch = `both.diff[${hunks}]`;
      const { code, stdout } = await here.run([...PROVE_ALL, patch, '--property', 'no-lost-event']);
      return { code, notes: stdout.match(/^\d+ lines? not lifted/m)?.[0] ?? null };
    };
    expect(await told('generic_file_direct_write')).toEqual({ code: 0, notes: null });
    expect(await told('generic_file_direct_IO')).toEqual({ code: 3, notes: '1 line not lifted' });
    expect(await told('generic_file_direct_write,generic_file_direct_IO')).toEqual({
      code: 3,
      notes: '1 line not lifted',
    });
  });

  it('is in the JSON too', async () => {
    const here = folder({ 'unknown.diff': unknownCall });
    const { lifted } = JSON.parse((await here.run([...all, '--json'])).stdout) as { readonly lifted: unknown };
    expect(lifted).toMatchObject([
      {
        patch: 'unknown',
        texts: [{ file: 'unknown.diff', sidecar: null }],
        notLifted: [expect.stringMatching(/^unknown\.diff:\d+$/)],
        declared: [],
      },
    ]);
  });
});
