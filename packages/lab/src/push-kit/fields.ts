import type { PushKitClick } from './types.ts'

/** A field of a message that the vendor does not take. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
}

/** A JSON object, nothing known of its fields. */
export type Fields = Readonly<Record<string, unknown>>

/** The object in `text`. @throws FieldError */
export const parsedObject = (text: string): Fields => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FieldError('the body is not JSON')
  }
  return objectOf(value, 'the body')
}

/** @throws FieldError */
const objectOf = (value: unknown, name: string): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FieldError(`${name} must be an object`)
  return value as Fields
}

/** The object under `name`, an empty one when it is absent. @throws FieldError */
export const objectIn = (fields: Fields, name: string): Fields =>
  fields[name] === undefined ? {} : objectOf(fields[name], name)

/** @throws FieldError for a value that is no text */
export const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name]
  if (value !== undefined && typeof value !== 'string') throw new FieldError(`${name} must be a string`)
  return value
}

/** @throws FieldError for a value that is no whole number from `least` to `most` */
export const numberIn = (fields: Fields, name: string, least: number, most: number): number | undefined => {
  const value = fields[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new FieldError(`${name} must be a whole number from ${least} to ${most}`)
  return value
}

/** @throws FieldError for a value that is none of `values` */
export const choiceIn = <Value extends string>(
  fields: Fields,
  name: string,
  values: readonly Value[],
): Value | undefined => {
  const value = textIn(fields, name)
  if (value === undefined) return undefined
  const known = values.find((candidate) => candidate === value)
  if (known === undefined) throw new FieldError(`${name} must be one of ${values.join(', ')}`)
  return known
}

/** @throws FieldError when there are fields beside `known` */
export const onlyKnown = (fields: Fields, known: readonly string[], name: string): void => {
  const other = Object.keys(fields).find((key) => !known.includes(key))
  if (other !== undefined) throw new FieldError(`${name} has no field ${other}`)
}

const maxTTLSeconds = 1_296_000

/** A time to live such as "86400s", in milliseconds; a day when absent. @throws FieldError */
export const ttlMsIn = (fields: Fields): number => {
  const text = textIn(fields, 'ttl') ?? '86400s'
  const seconds = /^(\d{1,9})(?:\.\d{1,9})?s$/.exec(text)?.[1]
  if (seconds === undefined || Number(seconds) > maxTTLSeconds)
    throw new FieldError(`ttl must be seconds such as "86400s", at most ${maxTTLSeconds}`)
  return Number(seconds) * 1_000
}

/** The click action every notification must have. @throws FieldError */
export const clickIn = (notification: Fields, name: string): PushKitClick => {
  if (notification[name] === undefined) throw new FieldError(`${name} is missing`)
  const click = objectIn(notification, name)
  const type = numberIn(click, 'type', 1, 3)
  const [intent, action, url] = [textIn(click, 'intent'), textIn(click, 'action'), textIn(click, 'url')]
  if (type === 3) return { type }
  if (type === 2) {
    if (URL.parse(url ?? '')?.protocol !== 'https:') throw new FieldError('url must be an https URL')
    return { type, url: url ?? '' }
  }
  if (type !== 1) throw new FieldError('type is missing')
  if (intent !== undefined) {
    if (!/^[A-Za-z][\w+.-]*:/.test(intent)) throw new FieldError('intent must be an intent or scheme URI')
    return { type, intent }
  }
  if (action === undefined || action === '') throw new FieldError('intent or action is missing')
  return { type, action }
}

/** 1 to 1000 tokens. @throws FieldError */
export const tokensIn = (fields: Fields): readonly string[] => {
  const { token } = fields
  if (!Array.isArray(token) || !token.every((one) => typeof one === 'string' && one !== ''))
    throw new FieldError('token must be a list of strings')
  return token as string[]
}
