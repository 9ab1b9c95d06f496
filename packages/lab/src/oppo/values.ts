import { refusal, type Refusal } from './codes.ts'

/** Fields of one notification: JSON values in `message`, texts all in the flat form of save_message_content. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes values out of fields; remembers the first that is wrong. Empty ones are absent, as some clients send every field. */
export class FieldReader {
  readonly #fields: Fields
  fault: Refusal | undefined

  constructor(fields: Fields) {
    this.#fields = fields
  }

  fail(code: number, detail: string): void {
    this.fault ??= refusal(code, detail)
  }

  has(name: string): boolean {
    const value = this.#fields[name]
    return value !== undefined && value !== null && value !== ''
  }

  /** Text of at most `maxChars` characters; every character counts one. */
  text(name: string, maxChars: number): string | undefined {
    if (!this.has(name)) return undefined
    const value = this.#fields[name]
    if (typeof value !== 'string' || Array.from(value).length > maxChars) this.fail(41, name)
    return String(value)
  }

  /** A number, or text of one. */
  integer(name: string, min: number, max: number): number | undefined {
    if (!this.has(name)) return undefined
    const value = this.#fields[name]
    const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max)
      return number
    this.fail(41, name)
    return undefined
  }

  oneOf<const Value extends number>(name: string, values: readonly Value[]): Value | undefined {
    const number = this.integer(name, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const found = values.find((value) => value === number)
    if (number !== undefined && found === undefined) this.fail(41, name)
    return found
  }

  flag(name: string, otherwise: boolean): boolean {
    if (!this.has(name)) return otherwise
    const value = this.#fields[name]
    if (value === true || value === 'true') return true
    if (value !== false && value !== 'false') this.fail(41, name)
    return false
  }

  /** A JSON object as text; with `orObject` the object itself is taken too. */
  object(name: string, maxChars: number, orObject: boolean): Fields | undefined {
    if (!this.has(name)) return undefined
    const value = this.#fields[name]
    if (orObject && isFields(value)) return value
    const parsed =
      typeof value === 'string' && Array.from(value).length <= maxChars ? parsedJson(value) : undefined
    if (isFields(parsed)) return parsed
    this.fail(41, name)
    return undefined
  }
}

/** The value of a JSON text; undefined when it is none. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
