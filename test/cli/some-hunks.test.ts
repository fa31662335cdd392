/** `--patch 'patch[hunk,hunk]'`. */
import { describe, expect, it } from 'vitest';
import { postEiocbqueued } from '../../model/patches/post-eiocbqueued.ts';
import { verdictOf, verdictsIn } from './rows.ts';
import { folder, kioctx } from './run.ts';

const all = postEiocbqueued.hunks.map(({ name }) => name).join();
const PROVE = ['prove', 'buffered-reader', '--property', 'no-lost-wakeup', '--json'];

describe('some hunks of a patch', () => {
  it('are proved, and the trace that is written replays and is shown', async () => {
    const here = folder();
    const { code, stdout, stderr } = await here.run([...PROVE, '--patch', `post-eiocbqueued[${all}]`]);
    expect([code, stderr]).toEqual([1, '']);
    const [row] = verdictsIn(stdout).results;
    expect(verdictOf(row!)).toBe(`buffered-reader, post-eiocbqueued[${all}], no-lost-wakeup: violated`);
    const trace = row?.trace ?? '';
    expect(here.contents()).toContain(trace);
    expect(await here.run(['replay', trace, '--quiet'])).toMatchObject({ code: 1, stderr: '' });
    expect(await here.run(['explore', trace, '-o', 'page.html'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('that all are there come to what the patch comes to', async () => {
    const patches = ['post-eiocbqueued', `post-eiocbqueued[${all}]`].flatMap((patch) => ['--patch', patch]);
    const { stdout } = await kioctx(...PROVE, ...patches, '--traces', 'none');
    const [whole, some] = verdictsIn(stdout).results;
    expect([some?.verdict, some?.states, some?.transitions]).toEqual([
      whole?.verdict,
      whole?.states,
      whole?.transitions,
    ]);
  });

  it('that there are not are refused', async () => {
    const { code, stderr } = await kioctx(...PROVE, '--patch', 'post-eiocbqueued[one]');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^kioctx: unknown patch "post-eiocbqueued\[one\]"/)]);
  });
});
