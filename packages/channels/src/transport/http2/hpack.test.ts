import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Http2Error } from './errors.ts'
import { HpackDecoder } from './hpack-decoder.ts'
import { HpackEncoder, maxOverheadBytes, type FieldName } from './hpack-encoder.ts'
import { DynamicTable, entryBytes, staticTable, type Field } from './hpack-table.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

const decodeWith = (decoder: HpackDecoder, block: Buffer): Field[] => {
  const fields: Field[] = []
  decoder.decode(block, 0, block.length, (name, value) => fields.push([name, value]))
  return fields
}

/** Encodes as a connection does, which keeps the names it has used. */
class TestEncoder {
  readonly encoder = new HpackEncoder()
  readonly #names = new Map<string, FieldName>()

  encode(fields: readonly Field[]): Buffer {
    const sizes = fields.map((field) => entryBytes(field))
    const target = Buffer.alloc(maxOverheadBytes + sizes.reduce((sum, bytes) => sum + bytes, 7))
    this.encoder.begin(target, 7)
    for (const [text, value] of fields) {
      const name = this.#names.get(text) ?? this.encoder.nameOf(text)
      this.#names.set(text, name)
      this.encoder.field(name, value)
    }
    return target.subarray(7, this.encoder.end)
  }
}

const lines = (...texts: string[]): Field[] =>
  texts.map((text) => {
    const at = text.indexOf(': ')
    return [text.slice(0, at), text.slice(at + 2)]
  })

const get = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'] as const
const getCustom = [
  ':method: GET',
  ':scheme: https',
  ':path: /index.html',
  ':authority: www.example.com',
  'custom-key: custom-value',
] as const

describe('decoding the examples of RFC 7541, appendix C', () => {
  it.each([
    [
      'C.2.1 literal with indexing',
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      ['custom-key: custom-header'],
    ],
    ['C.2.2 literal without indexing', '040c 2f73 616d 706c 652f 7061 7468', [':path: /sample/path']],
    ['C.2.3 literal never indexed', '1008 7061 7373 776f 7264 0673 6563 7265 74', ['password: secret']],
    ['C.2.4 indexed', '82', [':method: GET']],
  ])('%s', (_, block, fields) => {
    expect(decodeWith(new HpackDecoder(65_536), hex(block))).toEqual(lines(...fields))
  })

  it.each([
    [
      'C.3 requests without Huffman',
      [
        ['8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d', get],
        ['8286 84be 5808 6e6f 2d63 6163 6865', [...get, 'cache-control: no-cache']],
        ['8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65', getCustom],
      ],
    ],
    [
      'C.4 requests with Huffman',
      [
        ['8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff', get],
        ['8286 84be 5886 a8eb 1064 9cbf', [...get, 'cache-control: no-cache']],
        ['8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf', getCustom],
      ],
    ],
  ] as const)('%s', (_, blocks) => {
    const decoder = new HpackDecoder(65_536)
    for (const [block, fields] of blocks) expect(decodeWith(decoder, hex(block))).toEqual(lines(...fields))
  })

  // C.6 wants a table of 256 bytes: said by a size update at the start.
  it('C.6 responses with Huffman and eviction', () => {
    const decoder = new HpackDecoder(65_536)
    const date = 'date: Mon, 21 Oct 2013 20:13:21 GMT'
    const location = 'location: https://www.example.com'
    expect(
      decodeWith(
        decoder,
        hex(
          '3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
        ),
      ),
    ).toEqual(lines(':status: 302', 'cache-control: private', date, location))
    expect(decodeWith(decoder, hex('4883 640e ffc1 c0bf'))).toEqual(
      lines(':status: 307', 'cache-control: private', date, location),
    )
    expect(
      decodeWith(
        decoder,
        hex(
          '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
        ),
      ),
    ).toEqual(
      lines(
        ':status: 200',
        'cache-control: private',
        'date: Mon, 21 Oct 2013 20:13:22 GMT',
        location,
        'content-encoding: gzip',
        'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
      ),
    )
  })
})

describe('refuses', () => {
  it.each([
    ['index 0', '80'],
    ['an index beyond the table', 'be'],
    ['a name index beyond the table', '7f00 00'],
    ['a string longer than its block', '400a 6375'],
    ['a block that ends inside an integer', 'ff80'],
    ['an integer without end', 'ff80 8080 8080 8080 8080 01'],
    ['an integer that is too large', 'ffff ffff ff0f'],
    ['a table larger than allowed', '3fe1 3f'],
    ['a table size after a field', '8220'],
    ['Huffman padding with zeros', '0001 6181 00'],
    ['Huffman padding of a whole byte', '0001 6183 1cff ff'],
    ['the end-of-string symbol', '0001 6184 ffff ffff'],
  ])('%s', (_, block) => {
    expect(() => decodeWith(new HpackDecoder(65_536), hex(block))).toThrow(/COMPRESSION_ERROR/)
  })

  it('a bomb: a small block of a large list', () => {
    const decoder = new HpackDecoder(65_536)
    const large = Buffer.concat([hex('4001 61 7fa9 1e'), Buffer.alloc(4008, 0x78)])
    const bomb = Buffer.concat([large, Buffer.alloc(60_000, 0xbe)])
    expect(() => decodeWith(decoder, bomb)).toThrow(/ENHANCE_YOUR_CALM/)
  })
})

describe('encoding', () => {
  const post = lines(
    ':method: POST',
    ':scheme: https',
    ':authority: fcm.googleapis.com',
    ':path: /v1/projects/p/messages:send',
    'authorization: Bearer t1',
  )

  it('says a field as literal, then indexes it, then says its index', () => {
    const encoder = new TestEncoder()
    const sizes = [1, 2, 3, 4].map(() => encoder.encode(post).length)
    expect(encoder.encode(post).toString('hex')).toBe('8387c0bfbe')
    expect(sizes.slice(2)).toEqual([5, 5])
  })

  it('keeps what never comes again out of the table', () => {
    const encoder = new TestEncoder()
    for (let n = 0; n < 1000; n += 1) encoder.encode([...post, ['apns-id', `id-${n}`]])
    expect(encoder.encode(post)).toHaveLength(5)
  })

  it('writes out a name whose values vary no more than it must', () => {
    const encoder = new TestEncoder()
    for (let n = 0; n < 30; n += 1) encoder.encode([...post, ['apns-collapse-id', `m_${n}`]])
    expect(encoder.encode([...post, ['apns-collapse-id', 'm_x']])).toHaveLength(
      post.length + 3 + 'm_x'.length,
    )
  })

  it('notices when what always differed begins to repeat, and when what repeated begins to differ', () => {
    const encoder = new TestEncoder()
    const decoder = new HpackDecoder(65_536)
    const bytesOf = (value: string): number => {
      const block = encoder.encode([['apns-collapse-id', value]])
      expect(decodeWith(decoder, block)).toEqual([['apns-collapse-id', value]])
      return block.length
    }
    for (let n = 0; n < 100; n += 1) bytesOf(`m_${n}`)
    const repeating = Array.from({ length: 200 }, () => bytesOf('m_100'))
    expect(repeating.at(-1)).toBe(1)
    const differing = Array.from({ length: 200 }, (_, n) => bytesOf(`m_${n}`))
    expect(differing.at(-1)).toBeGreaterThan(5)
    expect(bytesOf('m_100')).toBeGreaterThan(0)
  })

  it('announces the sizes of the table, the smallest first', () => {
    const encoder = new TestEncoder()
    encoder.encoder.allow(0)
    encoder.encoder.allow(100)
    expect(encoder.encode([[':method', 'GET']]).toString('hex')).toBe('203f4582')
    expect(encoder.encode([[':method', 'GET']]).toString('hex')).toBe('82')
  })

  const name = fc.oneof(
    fc.constantFrom(...staticTable.map(([text]) => text)),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
  )
  const value = fc.oneof(
    fc.constantFrom('', 'GET', 'POST', '200', 'a', 'b', 'x'.repeat(1500)),
    fc.string({
      maxLength: 300,
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    }),
  )
  const fields = fc.array(fc.tuple(name, value), { maxLength: 12 })

  it('comes back as it was, whatever the table does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fields, fc.option(fc.nat({ max: 4096 }))), { maxLength: 30 }),
        fc.array(fields, { minLength: 1, maxLength: 4 }),
        (blocks, often) => {
          const encoder = new TestEncoder()
          const decoder = new HpackDecoder(1_000_000)
          for (const [index, [own, size]] of blocks.entries()) {
            if (size !== null) encoder.encoder.allow(size)
            // Some lists come again and again, as requests do.
            const list = index % 3 === 0 ? own : (often[index % often.length] ?? own)
            expect(decodeWith(decoder, encoder.encode(list))).toEqual(list)
          }
        },
      ),
    )
  })
})

it('decoding never throws anything but Http2Error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeWith(new HpackDecoder(65_536), Buffer.from(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(Http2Error)
      }
    }),
    { numRuns: 2000 },
  )
})

it('the dynamic table never holds more than its size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat({ max: 300 }), fc.string({ maxLength: 200 })), { maxLength: 100 }),
      (steps) => {
        const table = new DynamicTable(256)
        for (const step of steps) {
          if (typeof step === 'number') table.resize(step)
          else table.insert(['name', step])
          expect(table.sizeBytes).toBeLessThanOrEqual(table.maxBytes)
        }
      },
    ),
  )
})
