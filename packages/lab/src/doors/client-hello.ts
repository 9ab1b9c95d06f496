/** What the first bytes of a TLS connection say about where it wants to go. */
export type ServerName =
  /** Lower case. */
  | { readonly kind: 'name'; readonly name: string }
  /** A ClientHello without the extension. */
  | { readonly kind: 'none' }
  /** More bytes are needed to tell. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'not-tls' }

const handshakeRecord = 22
const clientHello = 1
const serverNameExtension = 0
const recordHeaderBytes = 5
const handshakeHeaderBytes = 4
/** RFC 8446 5.1: no record holds more. */
const maxRecordBytes = 16_384

/** The server name of a ClientHello (RFC 6066 section 3), which may be spread over several records. */
export const serverNameOf = (bytes: Buffer): ServerName => {
  const handshake = handshakeOf(bytes)
  if (!Buffer.isBuffer(handshake)) return handshake
  try {
    const name = serverNameIn(handshake)
    return name === undefined ? { kind: 'none' } : { kind: 'name', name: name.toLowerCase() }
  } catch (error) {
    // A length that points beyond the end.
    if (error instanceof RangeError) return { kind: 'not-tls' }
    throw error
  }
}

/** The ClientHello without its header, joined from the records it came in. */
const handshakeOf = (bytes: Buffer): Buffer | ServerName => {
  const parts: Buffer[] = []
  let gathered = 0
  for (let at = 0; ;) {
    if (bytes.length > at && bytes[at] !== handshakeRecord) return { kind: 'not-tls' }
    if (bytes.length < at + recordHeaderBytes) return { kind: 'incomplete' }
    const recordBytes = bytes.readUInt16BE(at + 3)
    if (bytes[at + 1] !== 3 || recordBytes === 0 || recordBytes > maxRecordBytes) return { kind: 'not-tls' }
    const part = bytes.subarray(at + recordHeaderBytes, at + recordHeaderBytes + recordBytes)
    parts.push(part)
    gathered += part.length
    at += recordHeaderBytes + recordBytes
    if (parts[0]?.[0] !== clientHello && gathered > 0) return { kind: 'not-tls' }
    if (gathered < handshakeHeaderBytes) continue
    const joined = Buffer.concat(parts)
    const end = handshakeHeaderBytes + joined.readUIntBE(1, 3)
    if (gathered >= end) return joined.subarray(handshakeHeaderBytes, end)
  }
}

const serverNameIn = (hello: Buffer): string | undefined => {
  // Version and random; then session, cipher suites and compression methods, each with its length.
  let at = 2 + 32
  at += 1 + hello.readUInt8(at)
  at += 2 + hello.readUInt16BE(at)
  at += 1 + hello.readUInt8(at)
  if (at >= hello.length) return undefined
  const end = at + 2 + hello.readUInt16BE(at)
  at += 2
  while (at + 4 <= end) {
    const type = hello.readUInt16BE(at)
    const length = hello.readUInt16BE(at + 2)
    // A list, of which only the first entry is ever used: type 0, then the name with its length.
    if (type === serverNameExtension && length > 5 && hello.readUInt8(at + 6) === 0)
      return hello.toString('latin1', at + 9, at + 9 + hello.readUInt16BE(at + 7))
    at += 4 + length
  }
  return undefined
}
