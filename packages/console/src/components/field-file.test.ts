import { expect, it } from 'vitest'

import { largestUnit, parseDurations } from './durations.ts'
import { readFieldFile } from './field-file.ts'

const file = (content: string | Uint8Array): File => new File([content as BlobPart], 'x')

it.each([
  ['json-file', '{"type":"service_account"}', { ok: true, text: '{"type":"service_account"}' }],
  ['json-file', '[1]', { ok: false, problem: 'noJSON' }],
  ['json-file', 'hello', { ok: false, problem: 'noJSON' }],
  ['json-file', ' '.repeat(80_000), { ok: false, problem: 'tooLarge' }],
  ['pem-file', '-----BEGIN PRIVATE KEY-----', { ok: true, text: '-----BEGIN PRIVATE KEY-----' }],
  ['pem-file', '{}', { ok: false, problem: 'noPEM' }],
  ['p12-file', new Uint8Array([0x30, 0x82, 0x01]), { ok: true, text: 'MIIB' }],
  ['p12-file', '-----BEGIN', { ok: false, problem: 'noP12' }],
] as const)('as %s the file %j is read', async (kind, content, expected) => {
  expect(await readFieldFile(file(content), kind)).toEqual(expected)
})

it.each([
  [0, 1000],
  [4000, 1000],
  [90_000, 1000],
  [120_000, 60_000],
  [86_400_000, 86_400_000],
  [1500, 1],
])('%i ms is entered in units of %i', (ms, unit) => {
  expect(largestUnit(ms)).toBe(unit)
})

it('durations are a list of seconds; what is none is left to the server to refuse', () => {
  expect(parseDurations('5, 30;120 ')).toEqual([5000, 30_000, 120_000])
  expect(parseDurations('5, x')).toEqual([5000, 'x'])
  expect(parseDurations('')).toEqual([])
})
