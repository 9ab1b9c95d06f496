/** The few ASN.1 types a certificate is made of, in DER (X.690). */

const lengthOf = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.of(bytes)
  const digits: number[] = []
  for (let rest = bytes; rest > 0; rest >>>= 8) digits.unshift(rest & 0xff)
  return Buffer.of(0x80 | digits.length, ...digits)
}

/** A value under any tag. */
export const tagged = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

export const sequence = (...items: readonly Buffer[]): Buffer => tagged(0x30, ...items)
export const set = (...items: readonly Buffer[]): Buffer => tagged(0x31, ...items)
export const octetString = (content: Buffer): Buffer => tagged(0x04, content)
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0))
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text))

/** A bit string that ends on a byte; `unusedBits` of its last byte do not count. */
export const bitString = (content: Buffer, unusedBits = 0): Buffer =>
  tagged(0x03, Buffer.of(unusedBits), content)

/** A whole number above or equal 0, given as big-endian bytes. */
export const unsignedInteger = (bytes: Buffer): Buffer => {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const digits = bytes.subarray(start)
  return tagged(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits)
}

/** `1.2.840.10045.4.3.2` */
export const objectIdentifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f))
    bytes.push(...groups)
  }
  return tagged(0x06, Buffer.from(bytes))
}

/** GeneralizedTime, seconds of UTC: `20261123100000Z`. */
export const generalizedTime = (atMs: number): Buffer =>
  tagged(0x18, Buffer.from(new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, '')))
