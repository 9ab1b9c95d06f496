import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { fitTexts, type Texts } from './fit-texts.ts'
import { isIntentURI, withStringExtras } from './intent-uri.ts'
import { slotNumber } from './slot-number.ts'

const bytesOf = (texts: Texts): number => utf8Bytes(JSON.stringify({ fixed: 'x'.repeat(50), ...texts }))

describe('texts in a payload', () => {
  it.each([
    [{ title: 'Lin', body: 'Hi' }, 200, { title: 'Lin', body: 'Hi' }],
    [{ title: '', body: '\u200b ' }, 200, { title: '…', body: '…' }],
    // 83 bytes are there without the texts
    [{ title: 'Lin', body: 'y'.repeat(200) }, 123, { title: 'Lin', body: `${'y'.repeat(34)}…` }],
    [{ title: 'Lin', body: '"'.repeat(200) }, 123, { title: 'Lin', body: `${'"'.repeat(17)}…` }],
    [{ title: 'Lin', body: '👨‍👩‍👧‍👦'.repeat(9) }, 123, { title: 'Lin', body: '👨‍👩‍👧‍👦…' }],
  ])('%j in %i bytes', (texts, maxBytes, expected) => {
    expect(fitTexts(texts, maxBytes, 20, bytesOf)).toEqual(expected)
  })

  it('finds no room for less than the least', () => {
    const long = { title: 'a'.repeat(99), body: 'b'.repeat(99) }
    expect(fitTexts(long, 110, 30, bytesOf)).toBeUndefined()
    expect(fitTexts(long, 113, 30, bytesOf)).toBeDefined()
  })

  it('never goes past the limit, and never cuts what fits', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
    )
    fc.assert(
      fc.property(text, text, fc.integer({ min: 100, max: 900 }), (title, body, maxBytes) => {
        const fitted = fitTexts({ title, body }, maxBytes, 10, bytesOf)
        if (fitted === undefined) return
        expect(bytesOf(fitted)).toBeLessThanOrEqual(maxBytes)
        expect(fitted.title + fitted.body).toBe((fitted.title + fitted.body).toWellFormed())
      }),
    )
  })
})

describe('intent URIs', () => {
  it.each([
    ['intent://chat#Intent;scheme=carillon;end', true],
    [
      'tencent_im_push://com.example.chat/honorMessage?#Intent;scheme=tencent_im_push;launchFlags=0x4000000;end',
      true,
    ],
    ['intent:#Intent;end', true],
    ['intent://chat#Intent;scheme=carillon;bend', false],
    ['intent://chat#Intent;scheme=carillon;end ', false],
    ['https://example.com', false],
  ])('%s: %s', (text, expected) => {
    expect(isIntentURI(text)).toBe(expected)
  })

  it('carries extras percent-encoded before the end', () => {
    expect(withStringExtras('intent://chat#Intent;scheme=c;end', { ext: '{"a":"ö;="}' })).toBe(
      'intent://chat#Intent;scheme=c;S.ext=%7B%22a%22%3A%22%C3%B6%3B%3D%22%7D;end',
    )
  })
})

it('gives one slot to a collapse key, from 1 to 2^31 - 1', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      const slot = slotNumber(key)
      expect(Number.isInteger(slot) && slot >= 1 && slot <= 2 ** 31 - 1).toBe(true)
      expect(slotNumber(key)).toBe(slot)
    }),
  )
  expect(slotNumber('a')).not.toBe(slotNumber('b'))
})
