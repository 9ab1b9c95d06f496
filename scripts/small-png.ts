import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** A picture: rows of pixels, three bytes each. */
interface Picture {
  width: number
  height: number
  rgb: Buffer
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
const maxColours = 256

/** The same picture with at most 256 colours: a third of the size. Takes PNGs as browsers write them. */
export const smallPNG = (png: Buffer): Buffer => encode(decode(png))

const decode = (png: Buffer): Picture => {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const bytesPerPixel = png[25] === 6 ? 4 : 3
  if (png[24] !== 8 || (png[25] !== 2 && png[25] !== 6) || png[28] !== 0)
    throw new Error('this PNG is not 8-bit RGB or RGBA without interlacing')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const raw = inflateSync(Buffer.concat(parts))
  const rowBytes = width * bytesPerPixel
  const rows = Buffer.alloc(rowBytes * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (rowBytes + 1)] ?? 0
    for (let x = 0; x < rowBytes; x += 1) {
      const at = y * rowBytes + x
      const left = x < bytesPerPixel ? 0 : (rows[at - bytesPerPixel] ?? 0)
      const up = y === 0 ? 0 : (rows[at - rowBytes] ?? 0)
      const upLeft = x < bytesPerPixel || y === 0 ? 0 : (rows[at - rowBytes - bytesPerPixel] ?? 0)
      rows[at] = (raw[y * (rowBytes + 1) + 1 + x] ?? 0) + predicted(filter, left, up, upLeft)
    }
  }
  const rgb = Buffer.alloc(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel += 1)
    rows.copy(rgb, pixel * 3, pixel * bytesPerPixel, pixel * bytesPerPixel + 3)
  return { width, height, rgb }
}

/** PNG's filters 0 to 4 (W3C PNG, "Filtering"). */
const predicted = (filter: number, left: number, up: number, upLeft: number): number => {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const estimate = left + up - upLeft
  const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((each) => Math.abs(estimate - each)) as [
    number,
    number,
    number,
  ]
  if (toLeft <= toUp && toLeft <= toUpLeft) return left
  return toUp <= toUpLeft ? up : upLeft
}

const channelsOf = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
]

/** Boxes of colours, cut at the median of their longest side; each becomes its mean. */
const paletteOf = (counts: ReadonlyMap<number, number>): number[] => {
  let boxes: number[][] = [[...counts.keys()]]
  while (boxes.length < maxColours) {
    const spans = boxes.map((box) => longestSide(box))
    const widest = spans.reduce(
      (best, { span }, index) => (span > (spans[best]?.span ?? 0) ? index : best),
      0,
    )
    const box = boxes[widest] ?? []
    const { channel = 0, span = 0 } = spans[widest] ?? {}
    if (span === 0) break
    const sorted = box.toSorted((a, b) => (channelsOf(a)[channel] ?? 0) - (channelsOf(b)[channel] ?? 0))
    const middle = sorted.length >> 1
    boxes = [...boxes.filter((_, index) => index !== widest), sorted.slice(0, middle), sorted.slice(middle)]
  }
  // The most frequent colour of a box: what is plain white stays plain white.
  return boxes.map((box) =>
    box.reduce((best, colour) => ((counts.get(colour) ?? 0) > (counts.get(best) ?? 0) ? colour : best)),
  )
}

const longestSide = (box: readonly number[]): { channel: number; span: number } => {
  let best = { channel: 0, span: 0 }
  for (let channel = 0; channel < 3; channel += 1) {
    let [least, most] = [255, 0]
    for (const colour of box) {
      const value = channelsOf(colour)[channel] ?? 0
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
    if (most - least > best.span) best = { channel, span: most - least }
  }
  return best
}

const encode = ({ width, height, rgb }: Picture): Buffer => {
  const counts = new Map<number, number>()
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = paletteOf(counts)
  const nearest = new Map([...counts.keys()].map((colour) => [colour, nearestOf(palette, colour)]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows[y * (width + 1) + 1 + x] = nearest.get(rgb.readUIntBE((y * width + x) * 3, 3)) ?? 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => channelsOf(colour)))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const nearestOf = (palette: readonly number[], colour: number): number => {
  const [red, green, blue] = channelsOf(colour)
  let [best, bestDistance] = [0, Infinity]
  for (const [index, candidate] of palette.entries()) {
    const [r, g, b] = channelsOf(candidate)
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < bestDistance) [best, bestDistance] = [index, distance]
  }
  return best
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}
