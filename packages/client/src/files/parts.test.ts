import fc from 'fast-check'
import { expect, it } from 'vitest'

import { httpBaseOf } from './http.ts'
import { nextPartBytes, smallestPartBytes } from './parts.ts'

it.each([
  [262_144, 500, 524_288],
  [1_048_576, 500, 1_048_576],
  [262_144, 3000, 262_144],
  [262_144, 7000, 131_072],
  [65_536, 60_000, 65_536],
])('after %i bytes in %i ms comes a part of %i', (bytes, tookMs, next) => {
  expect(nextPartBytes(bytes, tookMs)).toBe(next)
})

it('parts stay between 64 KiB and 1 MiB', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000)), (times) => {
      let bytes = smallestPartBytes * 4
      for (const tookMs of times) bytes = nextPartBytes(bytes, tookMs)
      return bytes >= 65_536 && bytes <= 1_048_576 && Number.isInteger(bytes)
    }),
  )
})

it.each([
  ['wss://chat.example.com/v1/socket', 'https://chat.example.com'],
  ['ws://127.0.0.1:8480/v1/socket', 'http://127.0.0.1:8480'],
  ['wss://example.com/chat/v1/socket', 'https://example.com/chat'],
])('files of %s are at %s', (socket, base) => {
  expect(httpBaseOf(socket, '/v1/socket')).toBe(base)
})
