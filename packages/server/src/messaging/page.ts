import { limits, type MessageRecord } from '@carillon/protocol'

/** As many of the messages, from the first on, as an answer should carry: at least one. */
export const pageOf = (rows: readonly { record: MessageRecord; bytes: number }[]): MessageRecord[] => {
  let bytes = 0
  const beyond = rows.findIndex((row, index) => {
    bytes += row.bytes
    return index > 0 && bytes > limits.pageBytes
  })
  return (beyond === -1 ? rows : rows.slice(0, beyond)).map(({ record }) => record)
}
