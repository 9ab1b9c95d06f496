import { utf8Bytes } from '@carillon/protocol'

const ellipsis = '…'
const ellipsisBytes = 3
/** Vendors that take no blank texts get this: a blank nickname must not cost the notification. */
const blankText = ellipsis

// Grapheme boundaries do not depend on the language.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** `text` with each half of a broken surrogate pair replaced by U+FFFD, as UTF-8 would have it. */
export const wellFormed = (text: string): string => text.toWellFormed()

/** Whether `text` shows anything: more than spaces, control and format characters. */
export const isVisible = (text: string): boolean => /[^\p{Z}\p{C}]/u.test(text)

/**
 * `text` in at most `maxBytes` bytes of UTF-8. What is too long ends in "…", cut between two graphemes:
 * never inside a surrogate pair, a family emoji or a letter with its accents.
 */
export const cutToBytes = (text: string, maxBytes: number): string => {
  const whole = wellFormed(text)
  // A UTF-16 unit is at most three bytes.
  if (whole.length * 3 <= maxBytes || utf8Bytes(whole) <= maxBytes) return whole
  if (maxBytes < ellipsisBytes) return ''
  return boundaryBefore(whole, unitsWithin(whole, maxBytes - ellipsisBytes)) + ellipsis
}

/**
 * `text` in at most `maxUnits` UTF-16 units, which is what vendors on Java call characters. Cut as
 * `cutToBytes` cuts.
 */
export const cutToUnits = (text: string, maxUnits: number): string => {
  const whole = wellFormed(text)
  if (whole.length <= maxUnits) return whole
  if (maxUnits < 1) return ''
  return boundaryBefore(whole, maxUnits - 1) + ellipsis
}

/** `text` cut to `maxUnits` as `cutToUnits` cuts, or "…" when nothing of it could be seen. */
export const visibleWithin = (text: string, maxUnits: number): string => {
  const cut = cutToUnits(text, maxUnits)
  return isVisible(cut) ? cut : blankText
}

/**
 * Title and body in at most `maxBytes` bytes together. The title keeps what the body leaves, and at least
 * a third; the body gets the rest.
 */
export const fitTitleAndBody = (
  title: string,
  body: string,
  maxBytes: number,
): { title: string; body: string } => {
  const spare = maxBytes - utf8Bytes(wellFormed(body))
  const cutTitle = cutToBytes(title, Math.max(spare, Math.floor(maxBytes / 3)))
  return { title: cutTitle, body: cutToBytes(body, maxBytes - utf8Bytes(cutTitle)) }
}

/** The graphemes of `text`, one by one. */
export const graphemesOf = (text: string): string[] => Array.from(graphemes.segment(text), (s) => s.segment)

/** How many leading UTF-16 units of well-formed `text` fit into `maxBytes` bytes of UTF-8. */
const unitsWithin = (text: string, maxBytes: number): number => {
  let bytes = 0
  let units = 0
  for (const character of text) {
    bytes += utf8Bytes(character)
    if (bytes > maxBytes) break
    units += character.length
  }
  return units
}

/** The graphemes of `text` that end at or before unit `units`. */
const boundaryBefore = (text: string, units: number): string =>
  text.slice(0, graphemes.segment(text).containing(units)?.index ?? units)
