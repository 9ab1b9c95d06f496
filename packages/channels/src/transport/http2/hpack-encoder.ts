import { DynamicTable, entryBytes, staticTable, type Field } from './hpack-table.ts'

/** The most we keep for a peer that allows more. */
const maxTableBytes = 16_384
const defaultTableBytes = 4096
/** Fields remembered to see which come again. */
const maxSeen = 256
/** Names remembered to see whose values come again. */
const maxNames = 256
/** A name whose value was new so often in a row is taken to be new each time, and looked at again sometimes. */
const newUntilVarying = 16
const varyingUntilLooked = 64

const staticIndexOf = new Map<string, number>()
const staticNameIndexOf = new Map<string, number>()
for (const [index, [name, value]] of staticTable.entries()) {
  if (value !== '') staticIndexOf.set(`${name}\0${value}`, index + 1)
  if (!staticNameIndexOf.has(name)) staticNameIndexOf.set(name, index + 1)
}

/** What the values of one name have been like. */
interface NameRecord {
  /** The value that was looked up last. */
  value: string
  /** Where that field is: its index in the static table or its number in the dynamic one; -1 for neither. */
  staticIndex: number
  number: number
  /** Values in a row that had not been seen. */
  newInARow: number
  /** Literals written unseen since it is taken to vary. */
  unseen: number
}

/**
 * Encodes the header blocks of one connection, in their order (RFC 7541). A field goes into the dynamic
 * table when it is seen for the second time: what differs from request to request (a path with a token in
 * it) would only push out what repeats. Credentials are indexed as well: whoever could guess at them by the
 * size of blocks would have to add fields to our requests.
 */
export class HpackEncoder {
  readonly #numberOf = new Map<string, number>()
  readonly #nameNumberOf = new Map<string, number>()
  readonly #seen = new Set<string>()
  readonly #names = new Map<string, NameRecord>()
  readonly #table = new DynamicTable(defaultTableBytes, ([name, value], number) => {
    const key = `${name}\0${value}`
    if (this.#numberOf.get(key) === number) this.#numberOf.delete(key)
    if (this.#nameNumberOf.get(name) === number) this.#nameNumberOf.delete(name)
  })
  /** Sizes to announce: the smallest since the last block, and the one now. */
  #resized: { leastBytes: number; bytes: number } | undefined
  #scratch = Buffer.allocUnsafe(4096)
  #length = 0
  #isRepeatable = false

  /**
   * Whether the block encoded last would come out the same again: it holds nothing but indexes and literals
   * that will not be indexed, and the table has not changed since.
   */
  get isRepeatable(): boolean {
    return this.#isRepeatable && this.#resized === undefined
  }

  /** The peer allows a table of this size from now on. */
  allow(tableBytes: number): void {
    const bytes = Math.min(tableBytes, maxTableBytes)
    if (this.#resized === undefined && bytes === this.#table.maxBytes) return
    this.#table.resize(bytes)
    this.#resized = { leastBytes: Math.min(bytes, this.#resized?.leastBytes ?? bytes), bytes }
  }

  /** The block, valid until the next call. */
  encode(fields: readonly Field[]): Buffer {
    this.#length = 0
    this.#isRepeatable = true
    if (this.#resized !== undefined) {
      const { leastBytes, bytes } = this.#resized
      if (leastBytes < bytes) this.#integer(0x20, 5, leastBytes)
      this.#integer(0x20, 5, bytes)
      this.#resized = undefined
      this.#isRepeatable = false
    }
    for (const field of fields) this.#field(field)
    return this.#scratch.subarray(0, this.#length)
  }

  #field(field: Field): void {
    const [name, value] = field
    const record = this.#recordOf(name)
    // What repeats and what always differs are most fields: neither is worth looking up.
    if (record.value === value) {
      if (record.staticIndex > 0) return this.#integer(0x80, 7, record.staticIndex)
      if (this.#table.holds(record.number))
        return this.#integer(0x80, 7, this.#dynamicIndex(record.number) ?? 0)
    }
    if (record.newInARow >= newUntilVarying && record.unseen < varyingUntilLooked) {
      record.unseen += 1
      this.#isRepeatable = false
      return this.#literal(0x00, 4, name, value)
    }
    this.#lookedUp(field, record)
  }

  #lookedUp(field: Field, record: NameRecord): void {
    const [name, value] = field
    const key = `${name}\0${value}`
    record.unseen = 0
    record.value = value
    record.staticIndex = staticIndexOf.get(key) ?? -1
    record.number = this.#numberOf.get(key) ?? -1
    const index = staticIndexOf.get(key) ?? this.#dynamicIndex(this.#numberOf.get(key))
    if (index !== undefined) {
      record.newInARow = 0
      return this.#integer(0x80, 7, index)
    }
    // A large entry would push out too many others.
    const mayIndex = entryBytes(field) <= this.#table.maxBytes / 2
    const isIndexed = mayIndex && this.#isSeen(key)
    if (mayIndex) this.#isRepeatable = false
    record.newInARow = isIndexed ? 0 : record.newInARow + 1
    if (!isIndexed) return this.#literal(0x00, 4, name, value)
    this.#literal(0x40, 6, name, value)
    record.number = this.#table.insertions
    this.#numberOf.set(key, record.number)
    this.#nameNumberOf.set(name, record.number)
    this.#table.insert(field)
  }

  #literal(pattern: number, prefixBits: number, name: string, value: string): void {
    const nameIndex = staticNameIndexOf.get(name) ?? this.#dynamicIndex(this.#nameNumberOf.get(name)) ?? 0
    this.#integer(pattern, prefixBits, nameIndex)
    if (nameIndex === 0) this.#string(name)
    this.#string(value)
  }

  #recordOf(name: string): NameRecord {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    if (this.#names.size >= maxNames) this.#names.clear()
    const record: NameRecord = { value: '', staticIndex: -1, number: -1, newInARow: 0, unseen: 0 }
    this.#names.set(name, record)
    return record
  }

  #dynamicIndex(number: number | undefined): number | undefined {
    return number === undefined ? undefined : staticTable.length + this.#table.insertions - number
  }

  /** Whether the field was there before; from now on it was. */
  #isSeen(key: string): boolean {
    if (this.#seen.delete(key)) return true
    this.#seen.add(key)
    if (this.#seen.size > maxSeen) this.#seen.delete(this.#seen.values().next().value ?? '')
    return false
  }

  #integer(pattern: number, prefixBits: number, value: number): void {
    this.#ensure(6)
    const mask = 2 ** prefixBits - 1
    if (value < mask) {
      this.#scratch[this.#length] = pattern | value
      this.#length += 1
      return
    }
    this.#scratch[this.#length] = pattern | mask
    this.#length += 1
    let rest = value - mask
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.#scratch[this.#length] = 0x80 | (rest % 128)
      this.#length += 1
    }
    this.#scratch[this.#length] = rest
    this.#length += 1
  }

  /** Never Huffman-coded: what repeats is an index anyway, and the rest is not worth the work. */
  #string(text: string): void {
    this.#integer(0x00, 7, text.length)
    this.#ensure(text.length)
    this.#length += this.#scratch.write(text, this.#length, 'latin1')
  }

  #ensure(bytes: number): void {
    if (this.#length + bytes <= this.#scratch.length) return
    const larger = Buffer.allocUnsafe((this.#length + bytes) * 2)
    larger.set(this.#scratch.subarray(0, this.#length))
    this.#scratch = larger
  }
}
