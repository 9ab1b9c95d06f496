import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mendScheme } from './hpack-scheme.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const https = '05 6874747073'

it.each([
  ['Huffman, to be indexed', '83 46 85 9d29ad173f 84', `83 46 ${https} 84`],
  ['plain, to be indexed', '83 47 06 68747470733a 84', `83 47 ${https} 84`],
  ['never indexed', '16 06 68747470733a', `16 ${https}`],
  [
    'after a size update and a literal name',
    '3f e1 1f 40 03 612d62 01 78 46 06 68747470733a',
    `3f e1 1f 40 03 612d62 01 78 46 ${https}`,
  ],
])('mends %s', (_, block, mended) => {
  expect(mendScheme(hex(block)).toString('hex')).toBe(hex(mended).toString('hex'))
})

it.each([
  ['a right scheme', '83 87 84'],
  ['a right literal scheme', `83 46 ${https}`],
  ['the same value under another name', '04 06 68747470733a'],
  ['the bytes inside another value', '04 08 4606 68747470733a'],
  ['a block that breaks off', '83 46 06 687474'],
  ['an integer without an end', '7f ff ff ff ff ff ff'],
])('leaves %s', (_, block) => {
  const bytes = hex(block)
  expect(mendScheme(bytes)).toBe(bytes)
})

it('takes any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const block = Buffer.from(bytes)
      const mended = mendScheme(block)
      expect(mended.length).toBeLessThanOrEqual(block.length)
    }),
  )
})
