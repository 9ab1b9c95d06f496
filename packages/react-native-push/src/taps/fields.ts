/** An untyped object from the bridge. */
export type Fields = Readonly<Record<string, unknown>>

/** `value` as fields; JSON text of an object is opened. Undefined for anything else. */
export const fieldsOf = (value: unknown): Fields | undefined => {
  const opened = typeof value === 'string' ? parsedJson(value) : value
  return typeof opened === 'object' && opened !== null && !Array.isArray(opened)
    ? (opened as Fields)
    : undefined
}

/** A non-empty text. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The first non-empty text among `values`. */
export const firstText = (...values: unknown[]): string | undefined => {
  for (const value of values) {
    const text = textOf(value)
    if (text !== undefined) return text
  }
  return undefined
}

/** An ext as text: text as it is, byte for byte; an object, as APNs may carry it, as JSON. */
export const extTextOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : textOf(value)

/** `text` parsed; undefined when it is not JSON. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
