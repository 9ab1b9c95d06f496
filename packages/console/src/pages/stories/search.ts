import { reasons, vendorIds, type ReasonCode, type VendorId } from '@carillon/protocol'

/** What stories are looked for by. */
export const kinds = ['userID', 'groupID', 'deviceID', 'token', 'msgID', 'reason', 'all'] as const

/** What stories are looked for by. */
export type Kind = (typeof kinds)[number]

/** Kinds of which each device has a line; the others have one a message. */
export const isOfDevices = (kind: Kind): kind is 'userID' | 'deviceID' | 'token' | 'reason' =>
  kind === 'userID' || kind === 'deviceID' || kind === 'token' || kind === 'reason'

/** Reasons why a device does not get what it is to get. */
export const lossReasons: readonly ReasonCode[] = (Object.keys(reasons) as ReasonCode[]).filter((code) =>
  ['suppressed', 'refused', 'expired', 'dropped'].includes(reasons[code].kind),
)

const dayHours = 24

/** Spans up to now that are offered, in hours. All messages of an app can be looked at for a day. */
export const spansOf = (kind: Kind): readonly number[] =>
  [1, dayHours, 7 * dayHours, 30 * dayHours].filter((hours) => kind !== 'all' || hours <= dayHours)

/** A time up to now, or from one instant to another. */
export type Span = { hours: number; fromMs?: never } | { fromMs: number; untilMs: number; hours?: never }

/** What is looked for. */
export interface Search {
  kind: Kind
  /** The ID, or the code of a reason; '' for all messages. */
  text: string
  span: Span
  /** With a reason: devices of this vendor only. */
  vendor?: VendorId
}

const wholeNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,16}$/.test(text) ? Number(text) : undefined

/** The search that an address holds. A message's ID has an address of its own. */
export const parseSearch = (query: string): Search | undefined => {
  const given = new URLSearchParams(query)
  const kind = kinds.find((each) => each !== 'msgID' && given.has(each))
  if (kind === undefined) return undefined
  const fromMs = wholeNumber(given.get('fromMs'))
  const untilMs = wholeNumber(given.get('untilMs'))
  const hours = wholeNumber(given.get('hours'))
  const vendor = vendorIds.find((id) => id === given.get('vendor'))
  return {
    kind,
    ...(kind === 'reason' && vendor !== undefined ? { vendor } : {}),
    text: kind === 'all' ? '' : (given.get(kind) ?? ''),
    span:
      fromMs !== undefined && untilMs !== undefined
        ? { fromMs, untilMs }
        : { hours: spansOf(kind).includes(hours ?? 0) ? (hours ?? dayHours) : dayHours },
  }
}

/** The address of a search: it can be sent to a colleague. */
export const searchQuery = ({ kind, text, span, vendor }: Search): string =>
  new URLSearchParams([
    [kind, kind === 'all' ? '1' : text],
    ...(vendor === undefined ? [] : [['vendor', vendor] as [string, string]]),
    ...Object.entries(span).map(([name, value]): [string, string] => [name, String(value)]),
  ]).toString()

/** The bounds of a span that a server is asked for; without an end it goes on to now. */
export const boundsOf = (span: Span, nowMs: number): { fromMs: number; untilMs?: number } =>
  span.hours === undefined
    ? { fromMs: span.fromMs, untilMs: span.untilMs }
    : { fromMs: nowMs - span.hours * 3_600_000 }

/** An instant as a field for date and time holds it: the clock on the wall, to the minute. */
export const wallTime = (atMs: number): string => {
  const at = new Date(atMs)
  return new Date(atMs - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The instant of a clock on the wall; undefined for what is none. */
export const instantOf = (wall: string): number | undefined => {
  const atMs = new Date(wall).getTime()
  return Number.isNaN(atMs) || atMs < 0 ? undefined : atMs
}
