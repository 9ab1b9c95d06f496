// `from './x.ts'`, `import './x.ts'` and `import('./x.ts')`
const relativeSource = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]*)\.ts\2/g

/** Makes the relative imports of an emitted declaration name what is published: `./x.ts` becomes `./x.js`. */
export const rewriteDeclarationImports = (declaration: string): string =>
  declaration.replaceAll(relativeSource, '$1$2$3.js$2')
