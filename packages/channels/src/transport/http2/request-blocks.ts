import type { VendorRequest } from '../../channel.ts'
import { VendorUnreachableError } from '../http-transport.ts'
import { HpackEncoder } from './hpack-encoder.ts'
import { entryBytes, type Field } from './hpack-table.ts'

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

interface Encoded {
  method: string
  path: string
  headers: VendorRequest['headers']
  headerCount: number
  block: Buffer
}

/** The header blocks of one connection's requests. A block that repeats is encoded once. */
export class RequestBlocks {
  readonly #authority: string
  readonly #encoder = new HpackEncoder()
  #maxListBytes = Number.POSITIVE_INFINITY
  #last: Encoded | undefined
  /** Names that requests have had, checked once. */
  readonly #names = new Map<string, string>()

  constructor(authority: string) {
    this.#authority = authority
  }

  /** What the peer's settings say of header blocks. */
  allow(limits: { headerTableSize?: number; maxHeaderListSize?: number }): void {
    this.#last = undefined
    if (limits.headerTableSize !== undefined) this.#encoder.allow(limits.headerTableSize)
    if (limits.maxHeaderListSize !== undefined) this.#maxListBytes = limits.maxHeaderListSize
  }

  /**
   * The request's block, valid until the next call: it must go out before that of any other request.
   * @throws VendorUnreachableError for fields that HTTP cannot carry or the peer does not take
   */
  encode(request: VendorRequest, path: string): Buffer {
    if (this.#last !== undefined && isSame(this.#last, request, path)) return this.#last.block
    const block = this.#encoder.encode(this.#fieldsOf(request, path))
    this.#last = this.#encoder.isRepeatable
      ? { ...remembered(request, path), block: Buffer.from(block) }
      : undefined
    return block
  }

  /** As HTTP/2 writes it; '' for one that HTTP/2 has not, undefined for what is no name. */
  #nameOf(given: string): string | undefined {
    const known = this.#names.get(given)
    if (known !== undefined) return known
    const lower = given.toLowerCase()
    if (!fieldName.test(lower)) return undefined
    const name = connectionFields.has(lower) ? '' : lower
    if (this.#names.size < maxNames) this.#names.set(given, name)
    return name
  }

  #fieldsOf(request: VendorRequest, path: string): Field[] {
    const fields: Field[] = [
      [':method', request.method],
      [':scheme', 'https'],
      [':authority', this.#authority],
      [':path', path],
    ]
    for (const given in request.headers) {
      const value = request.headers[given] ?? ''
      const name = this.#nameOf(given)
      if (name === undefined || !fieldValue.test(value))
        throw new VendorUnreachableError(
          `${this.#authority}: the header field ${JSON.stringify(given)} is not valid`,
        )
      if (name !== '') fields.push([name, value])
    }
    let listBytes = 0
    for (const field of fields) listBytes += entryBytes(field)
    if (listBytes > this.#maxListBytes)
      throw new VendorUnreachableError(
        `${this.#authority} takes header fields of ${this.#maxListBytes} bytes; these are ${listBytes}`,
      )
    return fields
  }
}

const remembered = (request: VendorRequest, path: string): Omit<Encoded, 'block'> => ({
  method: request.method,
  path,
  headers: { ...request.headers },
  headerCount: Object.keys(request.headers).length,
})

const isSame = (last: Encoded, request: VendorRequest, path: string): boolean => {
  if (last.path !== path || last.method !== request.method) return false
  let count = 0
  for (const name in request.headers) {
    if (request.headers[name] !== last.headers[name]) return false
    count += 1
  }
  return count === last.headerCount
}
