import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cutToBytes, cutToUnits, fitTitleAndBody, graphemesOf, isVisible, wellFormed } from './text.ts'

const family = '👨‍👩‍👧‍👦'
const accented = 'e\u0301'

/** Any text, with what is hard to cut more often than chance would have it. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(family, '👍🏽', '🇨🇳', accented, '각', '你好', 'a', ' ', '\r\n', 'नि', '\uD83D', '\uDC4D'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

/** Whether `cut` is `whole`, or some whole graphemes of it and an ellipsis. */
const isCutOf = (cut: string, whole: string): boolean => {
  if (cut === whole || cut === '') return true
  if (!cut.endsWith('…')) return false
  const kept = cut.slice(0, -1)
  let prefix = ''
  for (const grapheme of graphemesOf(whole)) {
    if (prefix.length >= kept.length) break
    prefix += grapheme
  }
  return prefix === kept
}

describe('cutToBytes', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'lo…'],
    ['你好你好', 9, '你好…'],
    ['你好你好', 8, '你…'],
    [`a${family}b`, 10, 'a…'],
    [`a${family}b`, 27, `a${family}b`],
    [`${accented}${accented}`, 5, '…'],
    [`${accented}${accented}x`, 6, `${accented}…`],
    ['abc', 2, ''],
    ['abc', 0, ''],
    ['a\uD83Db', 5, 'a\uFFFDb'],
  ])('%j in %i bytes is %j', (text, maxBytes, cut) => {
    expect(cutToBytes(text, maxBytes)).toBe(cut)
  })

  it('never exceeds the bytes, never splits a grapheme, and leaves alone what fits', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 120 }), (text, maxBytes) => {
        const cut = cutToBytes(text, maxBytes)
        expect(utf8Bytes(cut)).toBeLessThanOrEqual(maxBytes)
        expect(hasLoneSurrogate(cut)).toBe(false)
        expect(isCutOf(cut, wellFormed(text))).toBe(true)
        if (text !== '' && maxBytes >= 3) expect(cut).not.toBe('')
        if (utf8Bytes(wellFormed(text)) <= maxBytes) expect(cut).toBe(wellFormed(text))
      }),
    )
  })
})

describe('cutToUnits', () => {
  it('never exceeds the units and never splits a grapheme', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 60 }), (text, maxUnits) => {
        const cut = cutToUnits(text, maxUnits)
        expect(cut.length).toBeLessThanOrEqual(maxUnits)
        expect(hasLoneSurrogate(cut)).toBe(false)
        expect(isCutOf(cut, wellFormed(text))).toBe(true)
        if (text !== '' && maxUnits >= 1) expect(cut).not.toBe('')
        if (text.length <= maxUnits) expect(cut).toBe(wellFormed(text))
      }),
    )
  })
})

describe('fitTitleAndBody', () => {
  it.each([
    ['both fit', 'title', 'body', 9, { title: 'title', body: 'body' }],
    ['the body gives way', 'title', 'a long body', 15, { title: 'title', body: 'a long …' }],
    [
      'a long title keeps a third',
      'x'.repeat(30),
      'y'.repeat(30),
      30,
      { title: 'xxxxxxx…', body: `${'y'.repeat(17)}…` },
    ],
    ['a long title takes what the body leaves', 'x'.repeat(30), 'y', 13, { title: 'xxxxxxxxx…', body: 'y' }],
  ])('%s', (_, title, body, maxBytes, fitted) => {
    expect(fitTitleAndBody(title, body, maxBytes)).toEqual(fitted)
  })

  it('never exceeds the bytes', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat({ max: 200 }), (title, body, maxBytes) => {
        const fitted = fitTitleAndBody(title, body, maxBytes)
        expect(utf8Bytes(fitted.title) + utf8Bytes(fitted.body)).toBeLessThanOrEqual(maxBytes)
      }),
    )
  })
})

it.each([
  ['a', true],
  [' \t\u3000\u00a0', false],
  ['\u200b\u200d', false],
  ['', false],
  ['👍', true],
])('%j is visible: %s', (text, visible) => {
  expect(isVisible(text)).toBe(visible)
})
