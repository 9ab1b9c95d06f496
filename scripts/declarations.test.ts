import { expect, it } from 'vitest'

import { rewriteDeclarationImports } from './declarations.ts'

it.each([
  [`export * from './a.ts';`, `export * from './a.js';`],
  [`import type { A } from "../b/c.ts";`, `import type { A } from "../b/c.js";`],
  [`import './d.ts';`, `import './d.js';`],
  [`type A = import('./e.ts').A;`, `type A = import('./e.js').A;`],
  [`export { a } from '@carillon/protocol';`, `export { a } from '@carillon/protocol';`],
  [`/** Lies beside './note.ts'. */`, `/** Lies beside './note.ts'. */`],
])('%s → %s', (declaration, expected) => {
  expect(rewriteDeclarationImports(declaration)).toBe(expected)
})
