import type { VendorRequest } from '../../channel.ts'
import { VendorUnreachableError } from '../http-transport.ts'
import { HpackEncoder, maxOverheadBytes, type FieldName } from './hpack-encoder.ts'
import { entryOverheadBytes } from './hpack-table.ts'

/** Fields that belong to an HTTP/1.1 connection and must not appear in HTTP/2 (RFC 9113, section 8.2.2). */
const connectionFields: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

const fieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

const maxNames = 256

/** A name as requests give it. */
interface KnownName {
  given: string
  /** As HTTP/2 writes it; undefined for one that HTTP/2 has not. */
  name: FieldName | undefined
  /** The value that was checked last. */
  value: string
}

/** The header blocks of one connection's requests: each is prepared, then written, before the next. */
export class RequestBlocks {
  readonly #authority: string
  readonly #encoder = new HpackEncoder()
  readonly #method: FieldName
  readonly #path: FieldName
  readonly #scheme: FieldName
  readonly #authorityName: FieldName
  #maxListBytes = Number.POSITIVE_INFINITY
  readonly #names = new Map<string, KnownName>()
  /** Of the prepared request and, in the same places mostly, of those before. */
  readonly #prepared: KnownName[] = []
  #request: VendorRequest | undefined
  #pathValue = ''
  #maxBytes = 0

  constructor(authority: string) {
    this.#authority = authority
    this.#method = this.#encoder.nameOf(':method')
    this.#scheme = this.#encoder.nameOf(':scheme')
    this.#authorityName = this.#encoder.nameOf(':authority')
    this.#path = this.#encoder.nameOf(':path')
  }

  /** What the peer's settings say of header blocks. */
  allow(limits: { headerTableSize?: number; maxHeaderListSize?: number }): void {
    if (limits.headerTableSize !== undefined) this.#encoder.allow(limits.headerTableSize)
    if (limits.maxHeaderListSize !== undefined) this.#maxListBytes = limits.maxHeaderListSize
  }

  /** The most the prepared block takes. */
  get maxBytes(): number {
    return this.#maxBytes
  }

  /**
   * Checks a request's fields.
   * @throws VendorUnreachableError for fields that HTTP cannot carry or the peer does not take
   */
  prepare(request: VendorRequest, path: string): void {
    let listBytes =
      4 * entryOverheadBytes +
      ':method:scheme:authority:pathhttps'.length +
      request.method.length +
      this.#authority.length +
      path.length
    let index = 0
    for (const given in request.headers) {
      const value = request.headers[given] ?? ''
      const before = this.#prepared[index]
      const known = before?.given === given ? before : this.#knownOf(given)
      if (known === undefined || (known.value !== value && !fieldValue.test(value)))
        throw new VendorUnreachableError(
          `${this.#authority}: the header field ${JSON.stringify(given)} is not valid`,
        )
      known.value = value
      this.#prepared[index] = known
      index += 1
      if (known.name !== undefined) listBytes += given.length + value.length + entryOverheadBytes
    }
    this.#prepared.length = index
    if (listBytes > this.#maxListBytes)
      throw new VendorUnreachableError(
        `${this.#authority} takes header fields of ${this.#maxListBytes} bytes; these are ${listBytes}`,
      )
    this.#request = request
    this.#pathValue = path
    // A field takes less than its entry in a table would.
    this.#maxBytes = listBytes + maxOverheadBytes
  }

  /** Writes the prepared block, which is to go out before that of any other request. @returns its end */
  write(target: Buffer, at: number): number {
    const encoder = this.#encoder
    encoder.begin(target, at)
    encoder.field(this.#method, this.#request?.method ?? '')
    encoder.field(this.#scheme, 'https')
    encoder.field(this.#authorityName, this.#authority)
    encoder.field(this.#path, this.#pathValue)
    for (const { name, value } of this.#prepared) if (name !== undefined) encoder.field(name, value)
    this.#request = undefined
    return encoder.end
  }

  /** Undefined for what is no name. */
  #knownOf(given: string): KnownName | undefined {
    const known = this.#names.get(given)
    if (known !== undefined) return known
    const lower = given.toLowerCase()
    if (!fieldName.test(lower)) return undefined
    const name = connectionFields.has(lower) ? undefined : this.#encoder.nameOf(lower)
    const added = { given, name, value: '' }
    if (this.#names.size < maxNames) this.#names.set(given, added)
    return added
  }
}
