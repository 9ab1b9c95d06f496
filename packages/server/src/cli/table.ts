import Table from 'cli-table3'

import { plain } from './plain.ts'

/** A table with a head, as wide as its contents. */
export const formatTable = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string => {
  const table = new Table({ head: [...head], style: { head: [], border: [] } })
  table.push(...rows.map((row) => row.map((cell) => plain(String(cell)))))
  return `${table.toString()}\n`
}

/** A time as lists show it. */
export const shownTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, 19)
