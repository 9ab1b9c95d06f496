/** Where text goes, and whether it may carry colour. */
export interface Screen {
  write(line?: string): void
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  bad(text: string): string
}

/** Greatest width of a line. */
export const columns = 100

/** A screen on a stream. No colour where nobody looks (not a terminal), or NO_COLOR asks for none. */
export const createScreen = (
  stream: { write(text: string): unknown; isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Screen => {
  const hasColour =
    stream.isTTY === true && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb'
  const paint = (code: string) => (text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text)
  return {
    write: (line = '') => void stream.write(`${line}\n`),
    bold: paint('1'),
    dim: paint('2'),
    good: paint('32'),
    bad: paint('31'),
  }
}

/** Cells a text takes on a terminal: wide characters count 2, marks that join the one before count 0. */
export const cellsOf = (text: string): number => {
  let cells = 0
  for (const { segment } of segmenter.segment(text)) {
    cells += /\p{Emoji_Presentation}|\uFE0F/u.test(segment) || isWide(segment.codePointAt(0) ?? 0) ? 2 : 1
  }
  return cells
}

/** `text` in at most `cells` cells, an ellipsis at the end of what was cut; line breaks become spaces. */
export const fitted = (text: string, cells: number): string => {
  const line = text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '')
  if (cellsOf(line) <= cells) return line
  let kept = ''
  for (const { segment } of segmenter.segment(line)) {
    if (cellsOf(kept + segment) > cells - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** `text` filled up with spaces to `cells` cells. */
export const padded = (text: string, cells: number): string =>
  text + ' '.repeat(Math.max(0, cells - cellsOf(text)))

const segmenter = new Intl.Segmenter()

// East Asian wide and fullwidth ranges.
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0xa4cf) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  (code >= 0xffe0 && code <= 0xffe6) ||
  (code >= 0x1f300 && code <= 0x1faff) ||
  (code >= 0x20000 && code <= 0x3fffd)
