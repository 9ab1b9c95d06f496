/** The pattern of texts that begin with another, for `like`. */
export const beginningWith = (beginning: string): string =>
  `${beginning.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('\0', '')}%`

/** A row without the columns that hold nothing. */
export const withoutNulls = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
