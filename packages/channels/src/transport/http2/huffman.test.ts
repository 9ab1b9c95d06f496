import fc from 'fast-check'
import { expect, it } from 'vitest'

import { Http2Error } from './errors.ts'
import { huffmanCodes } from './huffman-table.ts'
import { decodeHuffman } from './huffman.ts'

const codeOf = new Map(
  huffmanCodes.map(({ symbol, code, bits }) => [symbol, code.toString(2).padStart(bits, '0')]),
)

/** Bit by bit, so that it shares nothing with the decoder but the table. */
const encode = (text: string): Buffer => {
  const bits = [...Buffer.from(text, 'latin1')].map((byte) => codeOf.get(byte)).join('')
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  return Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

// The ends of each length in RFC 7541, appendix B.
it.each([
  ['0', '00000'],
  ['t', '01001'],
  [' ', '010100'],
  ['u', '101101'],
  [':', '1011100'],
  ['z', '1111011'],
  ['&', '11111000'],
  ['Z', '11111101'],
  ['!', '1111111000'],
  ['|', '11111111100'],
  ['#', '111111111010'],
  ['\0', '1111111111000'],
  ['^', '11111111111100'],
  ['<', '111111111111100'],
  ['\\', '1111111111111110000'],
  ['\x80', '11111111111111100110'],
  ['\x99', '111111111111111011100'],
  ['\x81', '1111111111111111010010'],
  ['\x01', '11111111111111111011000'],
  ['\t', '111111111111111111101010'],
  ['\xc7', '1111111111111111111101100'],
  ['\xff', '11111111111111111111101110'],
  ['\xfe', '111111111111111111111110000'],
  ['\xf9', '1111111111111111111111111110'],
  ['\x16', '111111111111111111111111111110'],
])('%j is %s', (symbol, bits) => {
  expect(codeOf.get(symbol.charCodeAt(0))).toBe(bits)
})

it('the codes fill the space of all bit strings', () => {
  expect(huffmanCodes.reduce((sum, { bits }) => sum + 2 ** -bits, 0)).toBe(1)
})

it('every byte comes back', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1')
  const coded = encode(all)
  expect(decodeHuffman(coded, 0, coded.length)).toBe(all)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      const text = Buffer.from(bytes).toString('latin1')
      const block = encode(text)
      expect(decodeHuffman(block, 0, block.length)).toBe(text)
    }),
  )
})

it('what decodes is what would be encoded; anything else is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      let text: string
      try {
        text = decodeHuffman(bytes, 0, bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(Http2Error)
        return
      }
      expect(encode(text)).toEqual(Buffer.from(bytes))
    }),
    { numRuns: 2000 },
  )
})
