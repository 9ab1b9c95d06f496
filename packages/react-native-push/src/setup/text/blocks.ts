/** How a file's comments look. */
export type CommentStyle = 'slashes' | 'xml'

const beginMark = 'carillon-push:begin'
const endMark = 'carillon-push:end'
const wasMark = 'carillon-push:was '
const block =
  /^[^\S\r\n]*(?:\/\/|<!--) carillon-push:begin[^\n]*\n(?:(?![^\n]*carillon-push:end)[^\n]*\n)*[^\n]*carillon-push:end[^\n]*\n/gm

/** The end of line a text uses. */
export const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

/** A text without anything that was put into it here: byte for byte what it was before. */
export const removeBlocks = (text: string): string =>
  text.replace(block, (found) => {
    const was = found.indexOf(wasMark)
    return was === -1 ? '' : found.slice(was + wasMark.length, found.indexOf('\n', was) + 1)
  })

/** Where lines can be put: the beginning of a line. */
export interface Place {
  index: number
  indent: string
}

/** Puts lines between two marks at the beginning of a line. */
export const insertLines = (
  text: string,
  { index, indent }: Place,
  style: CommentStyle,
  lines: readonly string[],
): string => {
  const comment = (words: string): string => (style === 'xml' ? `<!-- ${words} -->` : `// ${words}`)
  const eol = eolOf(text)
  const inserted = [comment(beginMark), ...lines, comment(endMark)]
    .map((line) => `${indent}${line}${eol}`)
    .join('')
  return text.slice(0, index) + inserted + text.slice(index)
}

/** Puts a line between two marks in place of the one at `index`, which stands above it as a comment. */
export const replaceLine = (text: string, index: number, line: string): string => {
  const start = text.lastIndexOf('\n', index - 1) + 1
  const end = text.indexOf('\n', index) + 1 || text.length
  const was = text.slice(start, end)
  const indent = /^[^\S\r\n]*/.exec(was)?.[0] ?? ''
  const eol = was.endsWith('\r\n') ? '\r\n' : '\n'
  const lines = [`// ${beginMark}`, `// ${wasMark}${was.replace(/\r?\n$/, '')}`, line, `// ${endMark}`]
  return text.slice(0, start) + lines.map((each) => `${indent}${each}${eol}`).join('') + text.slice(end)
}

/** The beginning of the line `index` is in; undefined when something but blanks stands before it on that line. */
export const lineStartBefore = (text: string, index: number): Place | undefined => {
  const start = text.lastIndexOf('\n', index - 1) + 1
  const before = text.slice(start, index)
  return before.trim() === '' ? { index: start, indent: before } : undefined
}

/** The beginning of the line after `index`; undefined when there is none or something follows on this line. */
export const lineStartAfter = (text: string, index: number): Place | undefined => {
  const end = text.indexOf('\n', index)
  if (end === -1 || text.slice(index, end).trim() !== '') return undefined
  const indent = /^[^\S\r\n]*/.exec(text.slice(end + 1))?.[0] ?? ''
  return { index: end + 1, indent }
}
