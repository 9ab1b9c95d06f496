/**
 * Text from outside as a terminal may be shown it: control characters, escape sequences and marks that
 * turn the direction of writing come out as `\u{...}`. Line feeds stay when `lines` is true.
 */
export const plain = (text: string, { lines = false } = {}): string =>
  text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, (character) =>
    lines && character === '\n' ? character : `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  )
