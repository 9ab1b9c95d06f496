/**
 * firebase-admin says `:scheme: https:` (with the colon). Google takes it; nghttp2 ends the stream. This
 * rewrites the value in an HPACK block (RFC 7541) to `https`. The server's dynamic table then holds an entry
 * one byte smaller than the client's, so it forgets later than the client: no index ever goes astray.
 */

const malformed = [Buffer.from('https:'), Buffer.from('9d29ad173f', 'hex')] as const
const wellFormed = Buffer.concat([Buffer.of(5), Buffer.from('https')])
/** Indexes of `:scheme` in the static table. */
const schemeIndexes: readonly number[] = [6, 7]

/** @returns the block with the scheme mended; the same buffer when there was nothing to mend */
export const mendScheme = (block: Buffer): Buffer => {
  let at = 0
  while (at < block.length) {
    const first = block[at] ?? 0
    // Indexed header field, dynamic table size update: no value follows.
    if (first >= 0x80 || (first & 0xe0) === 0x20) {
      const index = readInteger(block, at, first >= 0x80 ? 7 : 5)
      if (index === undefined) return block
      at = index.end
      continue
    }
    const name = readInteger(block, at, first >= 0x40 ? 6 : 4)
    if (name === undefined) return block
    let valueAt = name.end
    if (name.value === 0) {
      const text = readString(block, valueAt)
      if (text === undefined) return block
      valueAt = text.end
    }
    const value = readString(block, valueAt)
    if (value === undefined) return block
    const bytes = block.subarray(value.start, value.end)
    if (schemeIndexes.includes(name.value) && malformed.some((bad) => bad.equals(bytes))) {
      return Buffer.concat([block.subarray(0, valueAt), wellFormed, block.subarray(value.end)])
    }
    at = value.end
  }
  return block
}

const readString = (block: Buffer, at: number): { start: number; end: number } | undefined => {
  const length = readInteger(block, at, 7)
  if (length === undefined || length.end + length.value > block.length) return undefined
  return { start: length.end, end: length.end + length.value }
}

/** An integer with a prefix of `bits` bits (RFC 7541, 5.1). */
const readInteger = (block: Buffer, at: number, bits: number): { value: number; end: number } | undefined => {
  const mask = 2 ** bits - 1
  const first = block[at]
  if (first === undefined) return undefined
  if ((first & mask) < mask) return { value: first & mask, end: at + 1 }
  let value = mask
  for (let shift = 0, next = at + 1; shift <= 28; shift += 7, next += 1) {
    const byte = block[next]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, end: next + 1 }
  }
  return undefined
}
