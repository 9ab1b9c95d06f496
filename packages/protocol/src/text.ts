// With the u flag a complete pair is one code point, so only a lone half matches.
const loneSurrogate = /[\uD800-\uDFFF]/u

/** Whether `text` holds half of a surrogate pair, which no UTF-8 text can carry. */
export const hasLoneSurrogate = (text: string): boolean => loneSurrogate.test(text)

/** Bytes of `text` in UTF-8, counted without TextEncoder, which some React Native engines lack. */
export const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4
      index += 1
    } else bytes += 3
  }
  return bytes
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000

/** Whether `userID` is one: printable ASCII, 1 to 32 bytes. */
export const isUserID = (userID: string): boolean => /^[\x20-\x7e]{1,32}$/.test(userID)
