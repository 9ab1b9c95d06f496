import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { reasons } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { en } from './en.ts'
import { preferredLanguage } from './index.ts'
import { ko } from './ko.ts'
import { zhHans } from './zh-hans.ts'

const sources = dirname(dirname(fileURLToPath(import.meta.url)))

const has = (texts: object, key: string): boolean => {
  let found: unknown = texts
  for (const part of key.split('.'))
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[part] : undefined
  return found !== undefined || (!key.endsWith('_other') && has(texts, `${key}_other`))
}

it('there is a text for every key in the sources', async () => {
  const missing: string[] = []
  let keys = 0
  for await (const file of glob('**/*.tsx', { cwd: sources })) {
    const text = await readFile(join(sources, file), 'utf8')
    // Pages with many texts of their own bring them along.
    if (!/\bt\b[^}]*\} = useTranslation\(\)/.test(text)) continue
    for (const [, key = ''] of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
      keys += 1
      if (!has(en, key)) missing.push(`${file}: ${key}`)
    }
  }
  expect(keys).toBeGreaterThan(150)
  expect(missing).toEqual([])
})

const flat = (texts: object, path = ''): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? flat(value as object, `${path}${name}.`)
      : [[`${path}${name}`, String(value)] as [string, string]],
  )

const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([hole]) => hole).toSorted()

it.each([
  ['zh-Hans', zhHans],
  ['ko', ko],
])('%s fills what English fills, and knows real reasons', (_, texts) => {
  const english = new Map(flat(en))
  const wrong = flat(texts)
    .filter(([key]) => !key.startsWith('reasons.'))
    .filter(([key, text]) => holes(text).join() !== holes(english.get(key) ?? '').join())
  expect(wrong).toEqual([])
  expect(Object.keys(texts.reasons).filter((code) => !(code in reasons))).toEqual([])
})

it.each([
  [null, ['de-DE', 'zh-TW'], 'zh-Hans'],
  [null, ['ko-KR', 'en'], 'ko'],
  [null, ['fr'], 'en'],
  ['ko', ['zh'], 'ko'],
  ['xx', ['en-US', 'ko'], 'en'],
])('who chose %s and whose browser wants %j reads %s', (chosen, wanted, language) => {
  expect(preferredLanguage(chosen, wanted)).toBe(language)
})
