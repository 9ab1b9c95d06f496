import { DynamicTable, entryBytes, staticTable, type Field } from './hpack-table.ts'

/** The most we keep for a peer that allows more. */
const maxTableBytes = 16_384
const defaultTableBytes = 4096
/** Fields remembered to see which come again. */
const maxSeen = 256
/** A name whose value was new so often in a row is taken to be new each time, and looked at again sometimes. */
const newUntilVarying = 16
const varyingUntilLooked = 64

/** The most a block takes beside its fields: two table sizes. */
export const maxOverheadBytes = 12

const staticIndexOf = new Map<string, number>()
const staticNameIndexOf = new Map<string, number>()
for (const [index, [name, value]] of staticTable.entries()) {
  if (value !== '') staticIndexOf.set(`${name}\0${value}`, index + 1)
  if (!staticNameIndexOf.has(name)) staticNameIndexOf.set(name, index + 1)
}

/** A name, and what its values have been like. */
export interface FieldName {
  readonly name: string
  /** Its first index in the static table; 0 for none. */
  readonly staticIndex: number
  /** The number of the newest entry of the dynamic table with this name; -1 for none. */
  number: number
  /** The value that was looked up last. */
  value: string
  /** Where that field is: its index in the static table or its number in the dynamic one; -1 for neither. */
  valueStaticIndex: number
  valueNumber: number
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
  readonly #seen = new Set<string>()
  readonly #table = new DynamicTable(defaultTableBytes, ([name, value], number) => {
    const key = `${name}\0${value}`
    if (this.#numberOf.get(key) === number) this.#numberOf.delete(key)
  })
  /** Sizes to announce: the smallest since the last block, and the one now. */
  #resized: { leastBytes: number; bytes: number } | undefined
  #target: Buffer = Buffer.alloc(0)
  #at = 0

  /** The peer allows a table of this size from now on. */
  allow(tableBytes: number): void {
    const bytes = Math.min(tableBytes, maxTableBytes)
    if (this.#resized === undefined && bytes === this.#table.maxBytes) return
    this.#table.resize(bytes)
    this.#resized = { leastBytes: Math.min(bytes, this.#resized?.leastBytes ?? bytes), bytes }
  }

  /** What is known of a name; to be kept by who uses it again. */
  nameOf(name: string): FieldName {
    return {
      name,
      staticIndex: staticNameIndexOf.get(name) ?? 0,
      number: -1,
      value: '',
      valueStaticIndex: -1,
      valueNumber: -1,
      newInARow: 0,
      unseen: 0,
    }
  }

  /**
   * Begins a block where there is room for `maxOverheadBytes` and for what its fields count in a table
   * (`entryBytes`), which is more than they take.
   */
  begin(target: Buffer, at: number): void {
    this.#target = target
    this.#at = at
    if (this.#resized === undefined) return
    const { leastBytes, bytes } = this.#resized
    if (leastBytes < bytes) this.#integer(0x20, 5, leastBytes)
    this.#integer(0x20, 5, bytes)
    this.#resized = undefined
  }

  /** Where the block ends. */
  get end(): number {
    return this.#at
  }

  /** Adds a field to the block. */
  field(name: FieldName, value: string): void {
    // What repeats and what always differs are most fields: neither is worth looking up.
    if (name.value === value) {
      if (name.valueStaticIndex > 0) return this.#integer(0x80, 7, name.valueStaticIndex)
      if (this.#table.holds(name.valueNumber)) return this.#integer(0x80, 7, this.#indexOf(name.valueNumber))
    }
    if (name.newInARow >= newUntilVarying && name.unseen < varyingUntilLooked) {
      name.unseen += 1
      return this.#literal(0x00, 4, name, value)
    }
    this.#lookedUp(name, value)
  }

  #lookedUp(name: FieldName, value: string): void {
    const key = `${name.name}\0${value}`
    name.unseen = 0
    name.value = value
    name.valueStaticIndex = staticIndexOf.get(key) ?? -1
    name.valueNumber = this.#numberOf.get(key) ?? -1
    if (name.valueStaticIndex > 0 || name.valueNumber >= 0) {
      name.newInARow = 0
      const index = name.valueStaticIndex > 0 ? name.valueStaticIndex : this.#indexOf(name.valueNumber)
      return this.#integer(0x80, 7, index)
    }
    const field: Field = [name.name, value]
    // A large entry would push out too many others.
    const isIndexed = entryBytes(field) <= this.#table.maxBytes / 2 && this.#isSeen(key)
    name.newInARow = isIndexed ? 0 : name.newInARow + 1
    // Of a name whose values vary one is kept, so that the name need not be written out each time.
    const isKept = isIndexed || (name.newInARow === newUntilVarying && this.#isWorthKeeping(name, field))
    if (!isKept) return this.#literal(0x00, 4, name, value)
    this.#literal(0x40, 6, name, value)
    name.valueNumber = this.#table.insertions
    name.number = name.valueNumber
    this.#numberOf.set(key, name.valueNumber)
    this.#table.insert(field)
  }

  #isWorthKeeping(name: FieldName, field: Field): boolean {
    return this.#nameIndexOf(name) === 0 && entryBytes(field) <= this.#table.maxBytes / 16
  }

  #literal(pattern: number, prefixBits: number, name: FieldName, value: string): void {
    const nameIndex = this.#nameIndexOf(name)
    this.#integer(pattern, prefixBits, nameIndex)
    if (nameIndex === 0) this.#string(name.name)
    this.#string(value)
  }

  /** 0 for none. */
  #nameIndexOf(name: FieldName): number {
    if (name.staticIndex > 0) return name.staticIndex
    return this.#table.holds(name.number) ? this.#indexOf(name.number) : 0
  }

  /** Of an entry that the dynamic table holds. */
  #indexOf(number: number): number {
    return staticTable.length + this.#table.insertions - number
  }

  /** Whether the field was there before; from now on it was. */
  #isSeen(key: string): boolean {
    if (this.#seen.delete(key)) return true
    this.#seen.add(key)
    if (this.#seen.size > maxSeen) this.#seen.delete(this.#seen.values().next().value ?? '')
    return false
  }

  #integer(pattern: number, prefixBits: number, value: number): void {
    const mask = (1 << prefixBits) - 1
    if (value < mask) {
      this.#target[this.#at] = pattern | value
      this.#at += 1
      return
    }
    this.#target[this.#at] = pattern | mask
    this.#at += 1
    let rest = value - mask
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.#target[this.#at] = 0x80 | (rest % 128)
      this.#at += 1
    }
    this.#target[this.#at] = rest
    this.#at += 1
  }

  /** Never Huffman-coded: what repeats is an index anyway, and the rest is not worth the work. */
  #string(text: string): void {
    this.#integer(0x00, 7, text.length)
    this.#at += this.#target.write(text, this.#at, 'latin1')
  }
}
