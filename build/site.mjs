// `npm run page`: a static site in site/, of everything that is shipped: the page, with all scenarios, patches and kept traces in it, and an
// index that leads into it. It needs no server: index.html opens from disk.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundled } from '../cli/page/bundle.ts';
import { htmlDocument, htmlText, STYLES } from '../cli/page/document.ts';
import { shippedScenario, shippedScenarioNames } from '../cli/shipped-scenarios.ts';
import { version } from '../cli/own-package.ts';
import { offer } from '../cli/tasks/offer.ts';
import { PageTasks } from '../counterexamples/page/engine/tasks.ts';
import { runToEnd } from '../model/core/index.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import { shippedPatches } from '../model/patches/index.ts';
import { ROOT } from './build.mjs';

const SITE = join(ROOT, 'site');
const CORPUS = join(ROOT, 'counterexamples', 'corpus');
/** Most of a page, in bytes of gzip. */
const MOST = 300_000;

/** The two that the README tells. */
const BUGS = [
  ['double-completion', 'dw1-inval', '2.6.20', 'no-double-completion', 'Both sides complete the request'],
  [
    'lost-wakeup',
    'buffered-reader',
    'post-eiocbqueued',
    'no-lost-wakeup',
    'The reader sleeps, and its event is in the ring',
  ],
];

const scenarios = Object.fromEntries(shippedScenarioNames().map((name) => [name, shippedScenario(name)]));
const traces = Object.fromEntries([
  ...BUGS.map(([name, ...bug]) => [name, traceOf(...bug)]),
  ...readdirSync(CORPUS)
    .filter((file) => file.endsWith('.trace.json'))
    .map((file) => [file.slice(0, -'.trace.json'.length), JSON.parse(readFileSync(join(CORPUS, file), 'utf8'))]),
]);

function traceOf(scenario, patch, property) {
  const world = { scenario: shippedScenario(scenario), patch };
  const { rows } = runToEnd(new PageTasks(undefined, []).run('prove', { world, properties: [property] }));
  const { trace } = rows[0];
  if (trace === null) throw new Error(`${patch} does not violate ${property} in ${scenario} any more`);
  return trace;
}

const { patches, properties } = await offer({ patch: '2.6.20', properties: [] });
const data = {
  version,
  scenarios,
  traces,
  patches,
  properties,
  opens: { is: 'trace', trace: BUGS[0][0] },
  replay: 'npx kioctx replay FILE',
};
const page = htmlDocument('kioctx', data, (await bundled({ patches: [], properties: [] })).script);
const size = gzipSync(page, { level: 9 }).length;

const link = (hash, text) => `<a href="page.html#${htmlText(hash)}">${htmlText(text)}</a>`;
const scenarioRow = (name) =>
  `<tr><th scope="row">${htmlText(name)}<br><span class="quiet">${htmlText(describeScenario(scenarios[name]))}</span></th>${shippedPatches
    .map(({ name: patch }) => `<td>${link(`scenario=${name}&patch=${encodeURIComponent(patch)}`, patch)}</td>`)
    .join('')}</tr>`;
const index = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>kioctx: fs/aio.c of Linux 2.6.20, every interleaving</title>
<style>
${readFileSync(STYLES, 'utf8')}
main { max-width: 70rem; margin: 0 auto; padding: 1.2rem; }
main section { margin-top: 1.2rem; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--line); }
</style>
</head>
<body>
<main>
<h1>kioctx</h1>
<p>The Linux AIO core of 2.6.20 as a model, and every interleaving of small scenarios. All of it is in one page that runs in your browser.</p>
<section class="panel"><h2>Two bugs</h2><ul>
${BUGS.map(([name, scenario, patch, property, what]) => `<li>${link(`trace=${name}`, what)} <span class="quiet">${patch} violates ${property} in ${scenario}</span></li>`).join('\n')}
</ul></section>
<section class="panel"><h2>Explore a scenario under a patch</h2><table>
${Object.keys(scenarios).map(scenarioRow).join('\n')}
</table></section>
<section class="panel"><h2>Schedules that defects are caught by</h2><ul>
${Object.entries(traces)
  .slice(BUGS.length)
  .map(
    ([name, { patch, property, scenario }]) =>
      `<li>${link(`trace=${name}`, patch)} <span class="quiet">violates ${htmlText(property ?? 'nothing')} in ${htmlText(scenario.name)}</span></li>`,
  )
  .join('\n')}
</ul></section>
</main>
</body>
</html>
`;

rmSync(SITE, { recursive: true, force: true });
mkdirSync(SITE, { recursive: true });
writeFileSync(join(SITE, 'page.html'), page);
writeFileSync(join(SITE, 'index.html'), index);
console.log(
  `site/page.html: ${Math.round(page.length / 1000)} kB, ${Math.round(size / 1000)} kB gzipped (at most ${MOST / 1000})`,
);
if (size > MOST) {
  console.error(`site/page.html is larger than ${MOST / 1000} kB gzipped`);
  process.exitCode = 1;
}
