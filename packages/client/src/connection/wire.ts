import type { ResponseFrame } from '@carillon/protocol'

/** An event as it came: `name` may be one this version does not know. */
export interface RawEvent {
  type: 'event'
  eventID: number
  name: string
  data: unknown
}

/** What came from the server. */
export type IncomingFrame = ResponseFrame | RawEvent | { type: 'pong' } | { type: 'unknown' }

/** A frame of the server, or undefined when `text` is not one. Types of a newer server are `unknown`. */
export const parseFrame = (text: unknown): IncomingFrame | undefined => {
  const frame = parseObject(text)
  switch (frame?.type) {
    case 'response':
      return isCount(frame.id) && Number.isInteger(frame.code)
        ? (frame as unknown as ResponseFrame)
        : undefined
    case 'event':
      return isCount(frame.eventID) && typeof frame.name === 'string'
        ? (frame as unknown as RawEvent)
        : undefined
    case 'pong':
      return { type: 'pong' }
    default:
      return typeof frame?.type === 'string' ? { type: 'unknown' } : undefined
  }
}

/** `value` as a record of unknown fields, or undefined when it is not an object. */
export const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined

const parseObject = (text: unknown): Record<string, unknown> | undefined => {
  if (typeof text !== 'string') return undefined
  try {
    return asRecord(JSON.parse(text))
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
