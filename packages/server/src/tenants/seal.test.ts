import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { expect, it } from 'vitest'

import { createSealer } from './seal.ts'

const sealer = createSealer(randomBytes(32))

it('opens what it sealed, for the same row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, row) => {
      expect(sealer.open(sealer.seal(plain, row), row)).toBe(plain)
    }),
  )
})

it('never seals alike', () => {
  expect(sealer.seal('secret', 'row')).not.toEqual(sealer.seal('secret', 'row'))
})

it('opens nothing when any bit was changed', () => {
  const sealed = sealer.seal('secret', 'row')
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => sealer.open(changed, 'row')).toThrow(/^row /)
  }
})

it.each<[string, Buffer, string, string]>([
  ['moved to another row', sealer.seal('secret', 'certificates.1'), 'certificates.2', 'CRL_SEAL_BROKEN'],
  ['cut short', sealer.seal('', 'row').subarray(0, -1), 'row', 'CRL_SEAL_FORM'],
  ['of another form', Buffer.from([9, ...sealer.seal('', 'row').subarray(1)]), 'row', 'CRL_SEAL_FORM'],
  ['sealed with another key', createSealer(randomBytes(32)).seal('secret', 'row'), 'row', 'CRL_SEAL_KEY'],
])('refuses what was %s', (_, sealed, row, code) => {
  expect(() => sealer.open(sealed, row)).toThrow(expect.objectContaining({ code }))
})
