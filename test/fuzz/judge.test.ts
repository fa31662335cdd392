import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Failure } from './command.ts';
import { hunt } from './hunt.ts';
import { type Answer, complaintsAbout } from './judge.ts';

const behaved: Answer = { code: 0, stdout: 'holds\n', stderr: '', left: [] };
const refused: Answer = { code: 2, stdout: '', stderr: 'kioctx: ./x.json: no\n', left: [] };

describe('the judge of what the program did', () => {
  it('has nothing to say where it behaved', () => {
    expect(complaintsAbout(['prove'], behaved)).toEqual([]);
    expect(complaintsAbout(['prove'], refused)).toEqual([]);
    expect(
      complaintsAbout(['prov'], { ...refused, stderr: "error: unknown command 'prov'\n(Did you mean prove?)\n" }),
    ).toEqual([]);
    expect(complaintsAbout(['show', 'x', '-o', 'y'], { ...behaved, stdout: '' })).toEqual([]);
    expect(complaintsAbout(['prove', '--json'], { ...behaved, code: 3, stdout: '{}\n' })).toEqual([]);
  });

  const bad: [says: string, answer: Answer, ...args: string[]][] = [
    ['the exit code is 70', { ...behaved, code: 70 }],
    ['the exit code is 74', { ...behaved, code: 74 }],
    ['it hung, or died of a signal', { ...behaved, code: null }],
    ['there is a stack trace', { ...behaved, stderr: 'Error: x\n    at main (file:///x/main.ts:1:2)\n' }],
    ['there is a stack trace', { ...behaved, stdout: '    at async file:///x/main.ts:1:2\n' }],
    ['nothing was said', { ...behaved, stdout: '\n' }],
    ['it does not say what is wrong', { ...refused, stderr: 'no\n' }],
    ['it says more than what is wrong', { ...refused, stderr: `${refused.stderr}(node:1) Warning: x\n` }],
    ['there are control characters', { ...behaved, stdout: '\u001B[2J\n' }],
    ['what --json prints is no JSON document', { ...behaved, stdout: '{}\nholds\n' }, '--json'],
    ['it left half a file', { ...behaved, left: ['out.tmp'] }],
  ];
  it.each(bad)('says: %s', (says, answer, ...args) => {
    expect(complaintsAbout(['prove', ...args], answer)).toContain(says);
  });
});

describe('the hunt', () => {
  /** A program that fails where a word has an x and a y in it, and says so in either process, or in the shared one alone. */
  const examiner = (isAlone: boolean) => {
    const fails = async (command: Command): Promise<Failure | null> => {
      const isBad = command.args.some((arg) => /x.*y/s.test(arg));
      return isBad ? { command, result: { code: 70, stdout: '', stderr: '' }, complaints: ['bad'] } : null;
    };
    return { beside: fails, alone: async (command: Command) => (isAlone ? fails(command) : null), restart: () => {} };
  };
  const args = fc.array(fc.string({ unit: fc.constantFrom('a', 'x', 'y') }));
  const kind = { name: 'words', runs: 1, commands: args.map((words): Command => ({ args: words, files: {} })) };
  const how = { seed: 1, runs: 300 };

  it('comes to the smallest that fails', async () => {
    expect((await hunt(kind, examiner(true), how))?.command.args).toEqual(['xy']);
  });
  it('passes over what is known', async () => {
    const found = await hunt(kind, examiner(true), how);
    const known = new Set(['bad |  | ']);
    expect(found).not.toBeNull();
    expect(await hunt(kind, examiner(true), { ...how, known })).toBeNull();
  });
  it('passes over what fails only beside others', async () => {
    expect(await hunt(kind, examiner(false), how)).toBeNull();
  });
});
