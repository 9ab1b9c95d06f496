/** A header field; both as Latin-1. */
export type Field = readonly [name: string, value: string]

/** RFC 7541, appendix A; the first has index 1. */
// prettier-ignore
export const staticTable: readonly Field[] = [
  [':authority', ''], [':method', 'GET'], [':method', 'POST'], [':path', '/'], [':path', '/index.html'],
  [':scheme', 'http'], [':scheme', 'https'], [':status', '200'], [':status', '204'], [':status', '206'],
  [':status', '304'], [':status', '400'], [':status', '404'], [':status', '500'], ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'], ['accept-language', ''], ['accept-ranges', ''], ['accept', ''],
  ['access-control-allow-origin', ''], ['age', ''], ['allow', ''], ['authorization', ''],
  ['cache-control', ''], ['content-disposition', ''], ['content-encoding', ''], ['content-language', ''],
  ['content-length', ''], ['content-location', ''], ['content-range', ''], ['content-type', ''],
  ['cookie', ''], ['date', ''], ['etag', ''], ['expect', ''], ['expires', ''], ['from', ''], ['host', ''],
  ['if-match', ''], ['if-modified-since', ''], ['if-none-match', ''], ['if-range', ''],
  ['if-unmodified-since', ''], ['last-modified', ''], ['link', ''], ['location', ''], ['max-forwards', ''],
  ['proxy-authenticate', ''], ['proxy-authorization', ''], ['range', ''], ['referer', ''], ['refresh', ''],
  ['retry-after', ''], ['server', ''], ['set-cookie', ''], ['strict-transport-security', ''],
  ['transfer-encoding', ''], ['user-agent', ''], ['vary', ''], ['via', ''], ['www-authenticate', ''],
]

/** What an entry of the dynamic table counts beside its name and value (RFC 7541, section 4.1). */
export const entryOverheadBytes = 32

/** What an entry of the dynamic table counts, in bytes. */
export const entryBytes = ([name, value]: Field): number => name.length + value.length + entryOverheadBytes

/**
 * The dynamic table: first in, first out within a size. Entries are numbered by their insertion from 0, so
 * that a number stays valid while indexes shift.
 */
export class DynamicTable {
  #entries: Field[] = []
  /** Entries before this place are evicted. */
  #head = 0
  #sizeBytes = 0
  #maxBytes: number
  #insertions = 0
  readonly #onEvict: ((entry: Field, number: number) => void) | undefined

  constructor(maxBytes: number, onEvict?: (entry: Field, number: number) => void) {
    this.#maxBytes = maxBytes
    this.#onEvict = onEvict
  }

  /** Entries in it. */
  get length(): number {
    return this.#entries.length - this.#head
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get maxBytes(): number {
    return this.#maxBytes
  }

  /** Entries inserted so far: the number of the next. */
  get insertions(): number {
    return this.#insertions
  }

  /** The entry at an index, 0 being the newest. */
  at(index: number): Field | undefined {
    return index >= this.length ? undefined : this.#entries[this.#entries.length - 1 - index]
  }

  /** Whether the entry with this number (see `insertions`) is still in it. */
  holds(number: number): boolean {
    return number >= 0 && number >= this.#insertions - this.length
  }

  /** An entry larger than the table empties it and is not kept. */
  insert(entry: Field): void {
    const bytes = entryBytes(entry)
    this.#evictTo(this.#maxBytes - bytes)
    this.#insertions += 1
    if (bytes > this.#maxBytes) return
    this.#entries.push(entry)
    this.#sizeBytes += bytes
  }

  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes
    this.#evictTo(maxBytes)
  }

  #evictTo(bytes: number): void {
    while (this.#sizeBytes > bytes && this.length > 0) {
      const oldest = this.#entries[this.#head]
      if (oldest === undefined) return
      this.#onEvict?.(oldest, this.#insertions - this.length)
      this.#head += 1
      this.#sizeBytes -= entryBytes(oldest)
    }
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head)
      this.#head = 0
    }
  }
}
