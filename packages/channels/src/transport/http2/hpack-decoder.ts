import { ErrorCode, Http2Error } from './errors.ts'
import { DynamicTable, entryBytes, staticTable, type Field } from './hpack-table.ts'
import { decodeHuffman } from './huffman.ts'

/** Bytes of our dynamic table: the protocol's default, never changed by our settings. */
const tableBytes = 4096

const maxInteger = 2 ** 28

const broken = (what: string): Http2Error => new Http2Error(ErrorCode.CompressionError, what)

/** Decodes the header blocks of one connection, in their order (RFC 7541). */
export class HpackDecoder {
  readonly #table = new DynamicTable(tableBytes)
  readonly #maxListBytes: number
  #block: Buffer = Buffer.alloc(0)
  #at = 0
  #end = 0

  /** @param maxListBytes the most a header list may count, decoded, 32 bytes a field added */
  constructor(maxListBytes: number) {
    this.#maxListBytes = maxListBytes
  }

  /**
   * @param onField gets the fields in their order
   * @throws Http2Error for a broken block or one that is too large; the decoder is of no use then
   */
  decode(block: Buffer, start: number, end: number, onField: (name: string, value: string) => void): void {
    this.#block = block
    this.#at = start
    this.#end = end
    this.#sizeUpdates()
    let listBytes = 0
    while (this.#at < this.#end) {
      const field = this.#field()
      listBytes += entryBytes(field)
      if (listBytes > this.#maxListBytes)
        throw new Http2Error(
          ErrorCode.EnhanceYourCalm,
          `header fields of more than ${this.#maxListBytes} bytes`,
        )
      onField(field[0], field[1])
    }
  }

  #sizeUpdates(): void {
    while (this.#at < this.#end && (this.#peek() & 0xe0) === 0x20) {
      const bytes = this.#integer(5)
      if (bytes > tableBytes) throw broken(`a header table of ${bytes} bytes`)
      this.#table.resize(bytes)
    }
  }

  #field(): Field {
    const first = this.#peek()
    if ((first & 0x80) !== 0) return this.#indexed(this.#integer(7))
    if ((first & 0x40) !== 0) {
      const field = this.#literal(6)
      this.#table.insert(field)
      return field
    }
    if ((first & 0x20) !== 0) throw broken('a header table size after a field')
    return this.#literal(4)
  }

  #literal(prefixBits: number): Field {
    const nameIndex = this.#integer(prefixBits)
    const name = nameIndex === 0 ? this.#string() : this.#indexed(nameIndex)[0]
    return [name, this.#string()]
  }

  #indexed(index: number): Field {
    const field =
      index <= staticTable.length ? staticTable[index - 1] : this.#table.at(index - staticTable.length - 1)
    if (field === undefined) throw broken(`no header field with index ${index}`)
    return field
  }

  #string(): string {
    const isHuffman = (this.#peek() & 0x80) !== 0
    const bytes = this.#integer(7)
    const start = this.#at
    if (bytes > this.#end - start) throw broken('a header string longer than its block')
    this.#at += bytes
    return isHuffman
      ? decodeHuffman(this.#block, start, this.#at)
      : this.#block.toString('latin1', start, this.#at)
  }

  /** RFC 7541, section 5.1. */
  #integer(prefixBits: number): number {
    const mask = (1 << prefixBits) - 1
    const first = this.#peek() & mask
    this.#at += 1
    if (first < mask) return first
    let value = first
    for (let factor = 1; factor < maxInteger; factor *= 128) {
      const byte = this.#peek()
      this.#at += 1
      value += (byte & 0x7f) * factor
      if (value >= maxInteger) break
      if (byte < 0x80) return value
    }
    throw broken('an integer that is too large')
  }

  #peek(): number {
    const byte = this.#at < this.#end ? this.#block[this.#at] : undefined
    if (byte === undefined) throw broken('a header block that ends early')
    return byte
  }
}
