/** A JSON object as it came. */
export type Json = Readonly<Record<string, unknown>>

/** The JSON object in a body; undefined for anything else. */
export const parseJson = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether `value` is an object with fields. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text, or a number written as one; '' for what is absent. vivo's clients send either. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''

/** A whole number, also as a text; undefined for what is absent; NaN for anything else. */
export const integerOf = (value: unknown): number | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  const text = textOf(value)
  return /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}
