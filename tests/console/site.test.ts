import { beforeAll, expect, it } from 'vitest'

import { openBuiltSite, type BuiltSite } from '../support/console-site.ts'

let site: BuiltSite

beforeAll(async () => {
  site = await openBuiltSite()
}, 60_000)

const mostBytes = 300 * 1024

/** A script and all that it imports at once, by their paths below the site. */
const withImports = async (path: string, found = new Set<string>()): Promise<ReadonlySet<string>> => {
  if (found.has(path)) return found
  found.add(path)
  const text = await site.text(path)
  for (const [, name = ''] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
    await withImports(`assets/${name}`, found)
  return found
}

/** Scripts that a page of the console is loaded with: those of the frame, and its own. */
const pagesOf = async (entry: string): Promise<string[]> => {
  const text = await site.text(entry)
  return [
    ...new Set(
      [...text.matchAll(/import\([`"']\.\/([\w.-]+\.js)[`"']\)/g)].map(([, name]) => `assets/${name}`),
    ),
  ]
}

it('each page loads with under 300 KB of compressed scripts', async () => {
  const entry = /src="\/console\/(assets\/index-[\w-]+\.js)"/.exec(site.index)?.[1] ?? ''
  const frame = await withImports(entry)
  const pages = await pagesOf(entry)
  expect(pages.length).toBeGreaterThan(10)
  for (const own of pages) {
    const scripts = new Set([...frame, ...(await withImports(own))])
    let bytes = 0
    for (const script of scripts) bytes += await site.compressedBytes(script)
    expect(bytes, own).toBeLessThan(mostBytes)
    // What is empty has not been found.
    expect(bytes, own).toBeGreaterThan(50_000)
  }
})

it('holds no inline script, and a nonce for each answer where styles need one', () => {
  expect(site.index).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
  expect(site.index).not.toContain(' style=')
  expect(site.index).toContain('nonce="__CSP_NONCE__"')
})
