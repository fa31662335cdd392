/** The file: one HTML document with the script, the styles and the data in it, and nothing outside it. */
import { readFileSync } from 'node:fs';
import type { PageData } from '../../counterexamples/page/engine/page-data.ts';

export const STYLES = new URL('../../counterexamples/page/view/page.css', import.meta.url);

/** Nothing is fetched and nothing is sent: the browser sees to it. The worker comes from the script itself. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `script`: what `bundled` gives. */
export function htmlDocument(title: string, data: PageData, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${htmlText(title)}</title>
<style>
${readFileSync(STYLES, 'utf8')}</style>
</head>
<body>
<div id="page"><noscript>This page runs the model in it: it needs JavaScript.</noscript></div>
<script type="application/json" id="data">${inData(JSON.stringify(data))}</script>
<script>${inScript(script)}</script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text as it stands in a document. */
export const htmlText = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char);

/** In JSON, nothing but strings has a `<` in it. */
const inData = (json: string): string => json.replaceAll('<', String.raw`\u003c`);

/** What would end the script, or begin a comment in it, stands in strings and patterns alone. */
const inScript = (script: string): string => script.replaceAll(/<(?=!--|\/?script)/gi, String.raw`\x3C`);
