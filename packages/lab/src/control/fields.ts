import { ControlError, quoted } from './control-error.ts'

const maxTextLength = 16_384
const maxListLength = 1_000

/** The JSON object of a request, read field by field: what is missing, wrong or too much is said by name. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>
  readonly #path: string
  readonly #known = new Set<string>()

  /** @param path of the object in the body, with a dot at the end; '' for the body itself */
  constructor(value: unknown, path = '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw bad(path === '' ? 'the body' : path.slice(0, -1), value, 'a JSON object')
    this.#values = value as Record<string, unknown>
    this.#path = path
  }

  has(name: string): boolean {
    return this.#take(name) !== undefined
  }

  text(name: string, { pattern, allowed = 'a text' }: { pattern?: RegExp; allowed?: string } = {}): string {
    const value = this.#take(name)
    if (typeof value === 'string' && value.length <= maxTextLength && (pattern ?? /./su).test(value))
      return value
    throw bad(this.#path + name, value, allowed)
  }

  oneOf<const Choice extends string | number>(name: string, choices: readonly Choice[]): Choice {
    const value = this.#take(name)
    const choice = choices.find((each) => each === value)
    if (choice === undefined) throw bad(this.#path + name, value, `one of ${choices.join(', ')}`)
    return choice
  }

  number(name: string, { min, max, whole = true }: { min: number; max: number; whole?: boolean }): number {
    const value = this.#take(name)
    if (
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (whole ? Number.isSafeInteger(value) : Number.isFinite(value))
    )
      return value
    throw bad(this.#path + name, value, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`)
  }

  flag(name: string): boolean {
    const value = this.#take(name)
    if (typeof value !== 'boolean') throw bad(this.#path + name, value, 'true or false')
    return value
  }

  texts(name: string): string[] {
    const value = this.#take(name)
    const isList = Array.isArray(value) && value.length <= maxListLength
    if (isList && value.every((each) => typeof each === 'string' && each.length <= maxTextLength))
      return value as string[]
    throw bad(this.#path + name, value, `a list of at most ${maxListLength} texts`)
  }

  object(name: string): Fields {
    return new Fields(this.#take(name), `${this.#path}${name}.`)
  }

  /** What `read` gives, or undefined when the field is left out. */
  optional<T>(name: string, read: (fields: this) => T): T | undefined {
    return this.has(name) ? read(this) : undefined
  }

  /** To be called when all has been read. @throws ControlError for a field nobody asked for */
  end(): void {
    const unknown = Object.keys(this.#values).find((name) => !this.#known.has(name))
    if (unknown === undefined) return
    throw new ControlError(
      'LAB_UNKNOWN_FIELD',
      `There is no field ${quoted(this.#path + unknown)} here.`,
      `Leave it out. Here may be: ${[...this.#known].join(', ') || 'nothing'}.`,
    )
  }

  #take(name: string): unknown {
    this.#known.add(name)
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined
  }
}

const bad = (path: string, value: unknown, allowed: string): ControlError =>
  new ControlError(
    'LAB_BAD_FIELD',
    value === undefined
      ? `${path} is missing: it is ${allowed}.`
      : `${path} must be ${allowed}, got ${quoted(value)}.`,
    `Set ${path} to ${allowed}.`,
  )

/** Removes what is undefined, as exact optional properties ask for. */
export const defined = <T extends Record<string, unknown>>(
  values: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
