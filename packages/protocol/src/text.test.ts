import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { hasLoneSurrogate, isUserID, utf8Bytes } from './text.ts'

describe('utf8Bytes', () => {
  it('counts what UTF-8 needs, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
      }),
    )
  })
})

describe('hasLoneSurrogate', () => {
  it.each([
    ['', false],
    ['plain', false],
    ['a 👍🏽 b', false],
    ['\uD83D', true],
    ['\uDC4D', true],
    ['x\uD83Dy', true],
    ['\uDC4D\uD83D', true],
  ])('%j → %s', (text, expected) => {
    expect(hasLoneSurrogate(text)).toBe(expected)
  })

  it('agrees with String.isWellFormed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })), (units) => {
        const text = String.fromCharCode(...units)
        expect(hasLoneSurrogate(text)).toBe(!text.isWellFormed())
      }),
    )
  })
})

describe('isUserID', () => {
  it.each([
    ['alice', true],
    ['a b~', true],
    ['', false],
    ['x'.repeat(32), true],
    ['x'.repeat(33), false],
    ['tab\t', false],
    ['ключ', false],
  ])('%j → %s', (userID, expected) => {
    expect(isUserID(userID)).toBe(expected)
  })
})
