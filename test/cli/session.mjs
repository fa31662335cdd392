// The program without its start, which costs more than most commands: takes one command line after the other from its parent,
// and answers each with the exit code and what was printed.
await import('../../cli/typescript.mjs');
const { main } = await import('../../cli/main.ts');
const { keepThreads } = await import('../../cli/executor/thread-stock.ts');
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
