// package.json as the package has it: it leads to what was built, where that of a checkout leads to the sources.

/** What nobody reads in the sources: it is in dist. */
const UNREAD = ['**/tsconfig.json', 'properties/**/*.json', 'counterexamples/**/*.json', 'model/**/*.wasm'];

const at = (to) => `./dist/${to.replace(/^\.\//, '')}`;
const lead = (to) => ({ types: at(to.replace(/\.ts$/, '.d.ts')), default: at(to.replace(/\.ts$/, '.js')) });

export function packaged(manifest) {
  const named = Object.entries(manifest.exports).filter(([from]) => from !== './*');
  const { devDependencies: _, scripts: __, ...kept } = manifest;
  return {
    ...kept,
    bin: { kioctx: 'dist/cli/kioctx.mjs' },
    // The sources are there to be read: editors lead to them from the declarations, and the documents name them.
    files: [
      'dist',
      'docs',
      'CHANGELOG.md',
      'model',
      'properties',
      'counterexamples',
      ...UNREAD.map((one) => `!${one}`),
    ],
    exports: {
      ...Object.fromEntries(named.map(([from, to]) => [from, lead(to)])),
      './*.ts': lead('./*.ts'),
      './*.json': './dist/*.json',
      './package.json': './package.json',
    },
  };
}
