/** A command line and the files that it is about, run in a folder of its own. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inOwnProcess, type Result, Session } from '../cli/program.ts';
import { complaintsAbout } from './judge.ts';

export interface Command {
  readonly args: readonly string[];
  /** By path in the folder that the command runs in. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** What the program did that it must not do. */
export interface Failure {
  readonly command: Command;
  readonly result: Result;
  readonly complaints: readonly string[];
}

/** By its bounds no command takes a hundredth of it; ms. */
const HANGS_AFTER = 240_000;

export function writeFiles({ files }: Pick<Command, 'files'>, folder: string): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** Runs commands, each in a folder of its own. */
export class Examiner {
  private session = new Session(HANGS_AFTER);
  private readonly root = mkdtempSync(join(tmpdir(), 'kioctx-fuzz-'));
  ran = 0;

  /** In a process in which the program was started once, and which modules of users share with all that follows. */
  beside(command: Command): Promise<Failure | null> {
    this.ran += 1;
    return this.judged(command, (folder) => this.session.run(folder, command.args));
  }

  /** In a process of its own. */
  alone(command: Command): Promise<Failure | null> {
    return this.judged(command, (folder) => inOwnProcess(folder, command.args, { hangsAfter: HANGS_AFTER }));
  }

  /** What was done in the shared process is forgotten. */
  restart(): void {
    this.session.end();
    this.session = new Session(HANGS_AFTER);
  }

  end(): void {
    this.session.end();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async judged(command: Command, run: (folder: string) => Promise<Result>): Promise<Failure | null> {
    const folder = mkdtempSync(join(this.root, 'at-'));
    try {
      writeFiles(command, folder);
      const result = await run(folder);
      const left = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
      const complaints = complaintsAbout(command.args, { ...result, left });
      return complaints.length === 0 ? null : { command, result, complaints };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
