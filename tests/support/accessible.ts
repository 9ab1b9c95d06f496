import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import { expect } from 'vitest'
import type { Page } from 'playwright-core'

interface Finding {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Expects that axe finds nothing on a page that keeps people from using it. */
export const expectAccessible = async (page: Page): Promise<void> => {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe)
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )) as Finding[]
  const serious = found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  expect(serious).toEqual([])
}
