import type { EmulatorRequest } from '../emulator/types.ts'
import type { Reason } from './reasons.ts'

/** What the headers of a send say. */
export interface SendHeaders {
  /** Absent: the client certificate's. */
  topic: string | undefined
  pushType: string
  priority: 10 | 5 | 1
  collapseID: string | undefined
  /** undefined: not stored longer than APNs likes; 0: now or never. Seconds. */
  expirationSeconds: number | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const pushTypes: ReadonlySet<string> = new Set([
  'alert',
  'background',
  'voip',
  'complication',
  'fileprovider',
  'mdm',
  'location',
  'liveactivity',
  'pushtotalk',
  'widgets',
  'controls',
])
const maxCollapseIDBytes = 64
const maxPayloadBytes = 4_096
const maxVoIPPayloadBytes = 5_120

/** Whether `id` is a canonical UUID. */
export const isUUID = (id: string): boolean => uuid.test(id)

/** The headers, or the first thing that is wrong with them. Apple does not say in which order it looks. */
export const readHeaders = ({ headers }: EmulatorRequest): SendHeaders | Reason => {
  const id = headers['apns-id']
  if (id !== undefined && !isUUID(id)) return 'BadMessageId'
  const collapseID = headers['apns-collapse-id']
  if (collapseID !== undefined && Buffer.byteLength(collapseID) > maxCollapseIDBytes) return 'BadCollapseId'
  const expiration = headers['apns-expiration']
  if (expiration !== undefined && !/^\d{1,12}$/.test(expiration)) return 'BadExpirationDate'
  const priority = Number(headers['apns-priority'] ?? 10)
  if (priority !== 10 && priority !== 5 && priority !== 1) return 'BadPriority'
  // Left out, it is an alert, as on iOS 12 and before.
  const pushType = headers['apns-push-type'] ?? 'alert'
  if (!pushTypes.has(pushType)) return 'InvalidPushType'
  // Documented as "must be 5"; strict, so that a sender's fault shows.
  if (pushType === 'background' && priority === 10) return 'BadPriority'
  const topic = headers['apns-topic']
  if (pushType === 'voip' && topic !== undefined && !topic.endsWith('.voip')) return 'BadTopic'
  return {
    topic,
    pushType,
    priority,
    collapseID,
    expirationSeconds: expiration === undefined ? undefined : Number(expiration),
  }
}

/** The payload, or what is wrong with it. */
export const readPayload = (
  body: string,
  pushType: string,
): { payload: Readonly<Record<string, unknown>> } | Reason => {
  if (body === '') return 'PayloadEmpty'
  if (Buffer.byteLength(body) > (pushType === 'voip' ? maxVoIPPayloadBytes : maxPayloadBytes))
    return 'PayloadTooLarge'
  try {
    const payload: unknown = JSON.parse(body)
    if (typeof payload === 'object' && payload !== null && !Array.isArray(payload))
      return { payload: payload as Record<string, unknown> }
  } catch {
    // Told below: Apple has no reason of its own for JSON that is none.
  }
  return 'PayloadEmpty'
}
