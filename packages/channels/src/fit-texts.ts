import { cutToBytes, fitTitleAndBody, isVisible } from './text.ts'

/** Title and body as a notification shows them. */
export interface Texts {
  title: string
  body: string
}

/** Stands where nothing could be seen: a blank nickname must not cost the notification. */
const blankText = '…'

/**
 * As much of title and body as a payload of `maxBytes` holds, cut between graphemes. Neither comes out
 * blank.
 * @param bytesWith bytes of the payload with these texts in it, escapes and all; grows with them
 * @returns undefined when not even `leastBytes` of the texts, or the whole of shorter ones, find room
 */
export const fitTexts = (
  { title, body }: Texts,
  maxBytes: number,
  leastBytes: number,
  bytesWith: (texts: Texts) => number,
): Texts | undefined => {
  const whole = { title: visible(cutToBytes(title, maxBytes)), body: visible(cutToBytes(body, maxBytes)) }
  if (bytesWith(whole) <= maxBytes) return whole
  const cut = (bytes: number): Texts => {
    const texts = fitTitleAndBody(whole.title, whole.body, bytes)
    return { title: visible(texts.title), body: visible(texts.body) }
  }
  let fits = leastBytes
  if (bytesWith(cut(fits)) > maxBytes) return undefined
  let tooMany = maxBytes + 1
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (bytesWith(cut(middle)) <= maxBytes) fits = middle
    else tooMany = middle
  }
  return cut(fits)
}

const visible = (text: string): string => (isVisible(text) ? text : blankText)
