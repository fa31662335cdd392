import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { clipReason, heapOf, limitsOf, sharersOf } from '../../cli/limits.ts';
import { verdictsIn } from './rows.ts';
import { folder } from './run.ts';

describe('the bounds of a search', () => {
  it('leave a part of the memory to others when nobody says how much it may take', () => {
    const { maxMemory = 0, ...others } = limitsOf({});
    expect(maxMemory).toBeGreaterThan(0);
    expect(maxMemory).toBeLessThanOrEqual(0.8 * totalmem());
    expect(others).toEqual({ maxStates: undefined, maxSeconds: undefined });
  });

  it('are what the flags say', () => {
    expect(limitsOf({ maxStates: 5, maxSeconds: 1, maxMemory: 2.5 })).toEqual({
      maxStates: 5,
      maxSeconds: 1,
      maxMemory: 2_500_000,
    });
  });

  it('are told by the flag that was hit; where nobody gave it, there was no more memory', () => {
    expect(clipReason('max-states', null, { maxStates: 5 })).toBe('--max-states was hit');
    expect(clipReason('max-memory', null, { maxMemory: 5 })).toBe('--max-memory was hit');
    expect(clipReason('max-memory', null, {})).toBe('there was no more memory');
    expect(clipReason('interrupted', null, {})).toBe('interrupted');
  });

  it('are the model’s, where it has more of something than can be told apart', () => {
    expect(clipReason('limit', 'more than 65535 different stacks', { maxStates: 5 })).toBe(
      'the model has more than 65535 different stacks',
    );
  });
});

describe('memory that nobody bounds', () => {
  it('is divided among the searches that go on at once', () => {
    const { maxMemory: whole = 0 } = limitsOf({});
    for (const n of [1, 2, 3, 16]) expect(limitsOf({}, n).maxMemory).toBe(whole / n);
  });

  it('is not, where it is bounded: --max-memory is of each search', () => {
    expect(limitsOf({ maxMemory: 5 }, 4).maxMemory).toBe(5_000_000);
  });

  it('is shared by as many as there are threads, or searches if those are fewer', () => {
    expect(sharersOf(10, 4)).toBe(4);
    expect(sharersOf(3, 8)).toBe(3);
    expect(sharersOf(1000, undefined)).toBe(availableParallelism());
    // One search, however many threads it is given, has it all.
    expect(sharersOf(1, 8)).toBe(1);
    expect(sharersOf(0, 8)).toBe(1);
  });

  it('leaves a heap to each thread, within what it needs and what there is', () => {
    const heaps = [1, 2, 8, 1000].map((threads) => heapOf(threads).maxOldGenerationSizeMb ?? 0);
    expect(heaps).toEqual(heaps.toSorted((a, b) => b - a));
    expect(Math.max(...heaps)).toBeLessThanOrEqual(4096);
    expect(heaps.at(-1)).toBe(512);
  });

  it('searches that would fit one by one are clipped where they share what is too little for both', async () => {
    // A machine of 2 MB, as far as the program can see.
    const node = ['--import', 'data:text/javascript,process.constrainedMemory = () => 2e6'];
    const args = ['prove', 'dw1-inval', 'dw1-bio', '--patch', '2.6.20', '--property', 'no-leak', '--json'];
    const clips = async (workers: string) => {
      const { stdout } = await folder().run([...args, '--workers', workers], { node });
      return verdictsIn(stdout).results.map(({ clipReason: reason }) => reason);
    };
    expect(await clips('1')).toEqual([null, null]);
    expect(await clips('2')).toEqual(['there was no more memory', 'there was no more memory']);
  });
});
