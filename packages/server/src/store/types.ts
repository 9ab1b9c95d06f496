import pg from 'pg'

const { builtins } = pg.types
// The type lists only the OIDs it has names for.
const getTypeParser = pg.types.getTypeParser as (oid: number, format: 'text' | 'binary') => unknown

/** A `bigint` as a number. One that a number cannot hold exactly comes as BigInt, so that it is never silently wrong. */
const parseInt8 = (text: string): number | bigint => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/**
 * A `timestamptz` as milliseconds since the epoch, whatever the session's time zone; microseconds are
 * cut. `infinity` and `-infinity` are the numbers of that name.
 */
const parseTimestamptz = (text: string): number => {
  if (text === 'infinity') return Infinity
  if (text === '-infinity') return -Infinity
  // 2026-11-23 10:20:02.123456+05:30; the offset's minutes may be missing
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?\d*([+-]\d\d)(:\d\d)?(?::\d\d)?$/.exec(text)
  if (match === null) return Number.NaN
  const [, date, time, fraction = '', hours = '', minutes = ':00'] = match
  return Date.parse(`${date}T${time}${fraction}${hours}${minutes}`)
}

const textArrayOID: number = 1009
const int8ArrayOID: number = 1016
const timestamptzArrayOID: number = 1185

const parseArray = (parseItem: (text: string) => unknown) => {
  const split = getTypeParser(textArrayOID, 'text') as (text: string) => (string | null)[]
  return (text: string): unknown[] => split(text).map((item) => (item === null ? null : parseItem(item)))
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: parseInt8,
  [builtins.TIMESTAMPTZ]: parseTimestamptz,
  [int8ArrayOID]: parseArray(parseInt8),
  [timestamptzArrayOID]: parseArray(parseTimestamptz),
}

/** How column values become JavaScript values; for a pool's `types`. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, columnFormat?: 'text' | 'binary'): ((text: string) => unknown) =>
    (columnFormat === 'binary' ? undefined : parsers[oid]) ??
    (getTypeParser(oid, columnFormat ?? 'text') as (text: string) => unknown),
}
