import { ErrorCode, Http2Error } from './errors.ts'
import { endOfString, huffmanCodes } from './huffman-table.ts'

/**
 * The code tree, walked four bits at a time. Codes have at least five bits, so one step yields one symbol at
 * most. A cell holds the next node (low 9 bits), the symbol (8 bits) and whether there is one, or `broken`.
 */
const broken = -1
const hasSymbol = 1 << 17

interface Machine {
  cells: Int32Array
  /** Nodes where a string may end: the root, and up to seven bits of padding, all ones. */
  mayEnd: Uint8Array
}

const build = (): Machine => {
  // A child: positive is a node, negative -1 - symbol.
  const children: [number | undefined, number | undefined][] = [[undefined, undefined]]
  for (const { symbol, code, bits } of huffmanCodes) {
    let node = 0
    for (let bit = bits - 1; bit >= 0; bit -= 1) {
      const side = Math.floor(code / 2 ** bit) % 2 === 0 ? 0 : 1
      const here = children[node]
      if (here === undefined) throw new Error('a code that is no tree')
      if (bit === 0) here[side] = -1 - symbol
      else node = here[side] ??= children.push([undefined, undefined]) - 1
    }
  }
  const cells = new Int32Array(children.length * 16)
  for (let node = 0; node < children.length; node += 1)
    for (let nibble = 0; nibble < 16; nibble += 1) cells[node * 16 + nibble] = step(children, node, nibble)
  const mayEnd = new Uint8Array(children.length)
  for (let depth = 0, node = 0; depth < 8; depth += 1) {
    mayEnd[node] = 1
    node = children[node]?.[1] ?? 0
  }
  return { cells, mayEnd }
}

const step = (
  children: readonly (readonly [number | undefined, number | undefined])[],
  from: number,
  nibble: number,
): number => {
  let node = from
  let found = 0
  for (let bit = 3; bit >= 0; bit -= 1) {
    const child = children[node]?.[(nibble >> bit) & 1]
    if (child === undefined || child === -1 - endOfString) return broken
    if (child < 0) found = hasSymbol | ((-1 - child) << 9)
    node = child < 0 ? 0 : child
  }
  return found | node
}

const { cells, mayEnd } = build()

let scratch = Buffer.allocUnsafe(1024)

/**
 * A Huffman-coded string (RFC 7541, section 5.2), its bytes as Latin-1.
 * @throws Http2Error for a code that does not exist or padding that is none
 */
export const decodeHuffman = (bytes: Uint8Array, start: number, end: number): string => {
  // The shortest code has five bits.
  if ((end - start) * 2 > scratch.length) scratch = Buffer.allocUnsafe((end - start) * 2)
  let node = 0
  let length = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    for (let shift = 4; shift >= 0; shift -= 4) {
      const cell = cells[node * 16 + ((byte >> shift) & 15)] ?? broken
      if (cell === broken) throw new Http2Error(ErrorCode.CompressionError, 'a broken Huffman code')
      if ((cell & hasSymbol) !== 0) {
        scratch[length] = (cell >> 9) & 0xff
        length += 1
      }
      node = cell & 0x1ff
    }
  }
  if (mayEnd[node] !== 1) throw new Http2Error(ErrorCode.CompressionError, 'broken Huffman padding')
  return scratch.toString('latin1', 0, length)
}
