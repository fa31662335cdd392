// The program without its start, which costs more than most commands: takes one command line after the other from its parent,
// and answers each with the exit code and what was printed.
import { join } from 'node:path';

const [, , dist] = process.argv;
await import(join(dist, 'cli/typescript.mjs'));
const { main } = await import(join(dist, 'cli/main.js'));
const { keepThreads } = await import(join(dist, 'cli/executor/thread-stock.js'));
keepThreads();

const written = { stdout: '', stderr: '' };
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk, encoding, done) => {
    written[stream] += chunk;
    (typeof encoding === 'function' ? encoding : done)?.();
    return true;
  };
}

async function answer({ cwd, args }) {
  process.chdir(cwd);
  const code = await main(args);
  process.send({ code, ...written });
  written.stdout = written.stderr = '';
}

process.on('message', (line) => void answer(line));
// Whoever asked has gone.
process.on('disconnect', () => process.exit());
process.send('ready');
