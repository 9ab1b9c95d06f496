import { fieldsOf, firstText } from '../taps/fields.ts'
import { normaliseTap } from '../taps/normalise.ts'
import type { NativeMessage } from '../native/spec.ts'

/** Names of the events `Push.addPushListener` knows. */
export const EVENT = {
  /** A push reached the app's process: `PushMessage`. */
  MESSAGE_RECEIVED: 'message_received',
  /** A shown notification was taken back: its message ID. */
  MESSAGE_REVOKED: 'message_revoked',
  /** A tap: its ext. */
  NOTIFICATION_CLICKED: 'notification_clicked',
} as const

/** What MESSAGE_RECEIVED carries. */
export interface PushMessage {
  title: string
  desc: string
  /** The sender's ext, byte for byte; '' when there was none. */
  ext: string
  /** Message ID on the server; '' when the vendor's form has none. */
  messageID: string
}

/** What each event's listener is given. */
export interface PushEventData {
  message_received: PushMessage
  message_revoked: string
  notification_clicked: string
}

export const toPushMessage = ({ vendor, raw }: NativeMessage): PushMessage => {
  const { title = '', content = '', ext } = normaliseTap({ tapID: '', vendor, coldStart: false, raw })
  return { title, desc: content, ext, messageID: messageIDOf(raw) }
}

/** The server puts `msgID` beside the ext; each vendor's SDK keeps that in a place of its own. */
export const messageIDOf = (raw: Readonly<Record<string, unknown>>): string =>
  firstText(
    raw.msgID,
    ...[raw.data, raw.params, raw.extra, raw.payload, raw.content, raw.selfDefineContentString].map(
      (place) => fieldsOf(place)?.msgID,
    ),
  ) ?? ''
