import fc from 'fast-check'
import { expect, it } from 'vitest'

import { pathOf } from './path-of.ts'

it.each([
  ['https://host/a/b?c=d', '/a/b?c=d'],
  ['https://host', '/'],
  ['https://host/a/../b', '/b'],
  ['https://host/a/%2e%2e/b', '/b'],
  ['https://host/ä b#c', '/%C3%A4%20b'],
  ['https://user@host:8443/v1/projects/p/messages:send', '/v1/projects/p/messages:send'],
])('%s -> %s', (url, path) => expect(pathOf(url)).toBe(path))

it('says the same as URL', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      'Z',
      '/',
      '.',
      '%',
      '2',
      'e',
      '?',
      '#',
      ' ',
      'ä',
      "'",
      '|',
      '\\',
      ':',
      '@',
      '{',
      '\t',
      '\n',
    ),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, (rest) => {
      const url = `https://host/${rest}`
      const parsed = new URL(url)
      expect(pathOf(url)).toBe(parsed.pathname + parsed.search)
    }),
    { numRuns: 3000 },
  )
})
