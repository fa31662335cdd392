// A loader hook: TypeScript files are ES modules, whatever the nearest package.json says.
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const isTypeScript = /\.ts(\?|$)/.test(resolved.url);
  return isTypeScript && resolved.format === 'commonjs' ? { ...resolved, format: 'module' } : resolved;
}
