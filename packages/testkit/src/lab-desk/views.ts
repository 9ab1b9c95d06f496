import type { LoggedRequest, ShownNotification } from '@carillon/lab'
import type {
  ConsoleLabChatMessage,
  ConsoleLabFault,
  ConsoleLabNotification,
  ConsoleLabPhone,
  ConsoleLabRequest,
} from '@carillon/protocol'

import type { TestPhone } from '../phone/test-phone.ts'

/** Characters of a body that are shown. */
const maxBody = 4000

/** What of a phone is shown, beside the phone itself. */
export interface PhoneFacts {
  phone: TestPhone
  userID: string
  chat: readonly ConsoleLabChatMessage[]
  fault: ConsoleLabFault | undefined
  requestCount: number
}

/**
 * A phone as the console shows it.
 * @param sentMessages ID of the messages a notification can tell of, latest first
 */
export const viewPhone = (facts: PhoneFacts, sentMessages: readonly string[]): ConsoleLabPhone => {
  const { phone, userID, chat, fault, requestCount } = facts
  const { device } = phone
  const last = device.receivedPushes.at(-1)
  return {
    vendor: phone.vendor,
    name: phone.name,
    maker: device.manufacturer,
    userID,
    state: device.state,
    isOnline: device.network.online,
    badge: device.badge,
    switches: device.switches,
    channels: [...device.channels.values()].map(({ id, name, enabled = true }) => ({
      id,
      name,
      isEnabled: enabled,
    })),
    notifications: device.notifications.map((shown) => viewNotification(shown, sentMessages)),
    chat,
    taps: phone.app.taps.length,
    ...(last === undefined ? {} : { lastPush: { fate: last.fate, atMs: last.atMs } }),
    ...(fault === undefined ? {} : { fault }),
    requestCount,
  }
}

const viewNotification = (
  shown: ShownNotification,
  sentMessages: readonly string[],
): ConsoleLabNotification => {
  const { id, title, body, atMs, revision, audible, onLockScreen, push } = shown
  // Every vendor carries the message's ID in a place of its own.
  const carried = JSON.stringify(push)
  const msgID = sentMessages.find((sent) => carried.includes(sent))
  return {
    id,
    title,
    body,
    atMs,
    revision,
    isAudible: audible,
    isOnLockScreen: onLockScreen,
    ...(msgID === undefined ? {} : { msgID }),
  }
}

/** A request as the console shows it: without its headers and its query, where credentials stand. */
export const viewRequest = ({ id, method, path, ...request }: LoggedRequest): ConsoleLabRequest => {
  const { receivedAtMs, body, fault, answer } = request
  return {
    id,
    method,
    path: path.slice(0, maxBody),
    atMs: receivedAtMs,
    body: request.kind === 'send' ? body.slice(0, maxBody) : '',
    ...(fault === undefined ? {} : { fault }),
    ...(answer === undefined
      ? {}
      : {
          answer: {
            status: answer.status,
            body: request.kind === 'send' ? (answer.body ?? '').slice(0, maxBody) : '',
          },
        }),
  }
}
