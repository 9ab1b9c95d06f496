/** A row of a CSV file with the line on which it begins. */
export interface CSVRow {
  line: number
  cells: readonly string[]
}

/**
 * Reads CSV (RFC 4180) with commas, semicolons or tabs: what stands in the first line decides. Empty
 * lines are left out. A quote that is not closed takes the rest of the file.
 */
export const parseCSV = (text: string): CSVRow[] => {
  const separator = separatorOf(text)
  const rows: CSVRow[] = []
  let cells: string[] = []
  let cell = ''
  let line = 1
  let beginsOn = 1
  let isQuoted = false
  const endCell = (): void => {
    cells.push(cell)
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    if (cells.some((each) => each !== '')) rows.push({ line: beginsOn, cells })
    cells = []
    beginsOn = line
  }
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (character === '\n') line += 1
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text[index + 1] === '"') {
        cell += '"'
        index += 1
      } else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator) endCell()
    else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
  }
  endRow()
  return rows
}

const separatorOf = (text: string): string => {
  const first = /^[^\n]*/.exec(text.trimStart())?.[0] ?? ''
  return [',', ';', '\t'].find((separator) => first.includes(separator)) ?? ','
}

/** One line of CSV. What a spreadsheet would take for a formula begins with an apostrophe. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')}\r\n`
