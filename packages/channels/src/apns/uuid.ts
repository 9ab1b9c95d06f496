// Filled anew each time: a text put together from slices would be a dozen texts.
const letters = Buffer.from('00000000-0000-8000-8000-000000000000', 'latin1')
const digitPlaces = [...letters.keys()].filter((place) => letters[place] !== '-'.charCodeAt(0))
const versionPlace = 14
const variantPlace = 19

/** A canonical UUID (RFC 9562, version 8) of the first 32 digits of a hash in lower-case hex. */
export const uuidOf = (hex: string): string => {
  for (let index = 0; index < digitPlaces.length; index += 1)
    letters[digitPlaces[index] ?? 0] = hex.charCodeAt(index)
  letters[versionPlace] = '8'.charCodeAt(0)
  letters[variantPlace] = '89ab'.charCodeAt(Number.parseInt(hex.charAt(16), 16) & 0x3)
  return letters.toString('latin1')
}
