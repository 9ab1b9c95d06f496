import { receiptReasons } from './receipt-reasons.ts'
import { suppressReasons } from './suppress-reasons.ts'

/** What a reason code is about: where in the life of a push it can stand. */
export type ReasonKind =
  | 'live'
  | 'push'
  | 'suppressed'
  | 'progress'
  | 'accepted'
  | 'refused'
  | 'expired'
  | 'arrived'
  | 'dropped'
  | 'recalled'
  | 'cleared'

/** A reason code's documentation, as `carillon why` prints it. */
export interface ReasonText {
  kind: ReasonKind
  /** One sentence: what happened. */
  meaning: string
  /** Why that is so. */
  cause: string
  /** What to do about it; '' when nothing needs doing. */
  remedy: string
}

/**
 * The closed list of reason codes. Every journal row carries one; docs/reasons.md is made from it.
 * A code is stable: once published its meaning does not change.
 */
export const reasons = {
  // live: the message goes over the connection, nothing is pushed unless it is not acknowledged
  'device-foreground': {
    kind: 'live',
    meaning: 'Sent over the live connection: the app is in front.',
    cause: 'The device is connected and has not reported the background.',
    remedy: '',
  },
  acknowledged: {
    kind: 'live',
    meaning: 'The app acknowledged the message over its live connection.',
    cause: 'The device was connected and answered in time.',
    remedy: '',
  },

  // push: why the vendor is asked
  'device-offline': {
    kind: 'push',
    meaning: 'Pushed: the device has no connection.',
    cause: 'The app was killed, the phone is locked for long, or the network is gone.',
    remedy: '',
  },
  'device-background': {
    kind: 'push',
    meaning: 'Pushed, and sent over the connection as well: the app is in the background.',
    cause: 'The app reported doBackground and its connection is still alive.',
    remedy: '',
  },
  'self-test': {
    kind: 'push',
    meaning: 'Pushed: a test that the device asked for itself.',
    cause: 'The app called selfTest of the push plugin.',
    remedy: '',
  },
  unacknowledged: {
    kind: 'push',
    meaning: 'Pushed: the live copy was not acknowledged in time.',
    cause:
      'The connection looked alive, but the app did not answer: killed, frozen, or the network went without a goodbye.',
    remedy: '',
  },
  'connection-lost': {
    kind: 'push',
    meaning: 'Pushed: the connection closed before the live copy was acknowledged.',
    cause: 'The app was killed or lost its network just as the message was sent.',
    remedy: '',
  },

  ...suppressReasons,

  // progress: on the way
  undecided: {
    kind: 'progress',
    meaning: 'Stored; what to do about this recipient is not decided yet.',
    cause: 'The message was sent this moment, or the server is catching up.',
    remedy: '',
  },
  'held-while-active': {
    kind: 'progress',
    meaning: 'Waits: the user is active on another device.',
    cause:
      'The app’s setting push.holdWhileActiveMs holds a push while another device is in front; reading the message there cancels it.',
    remedy: '',
  },
  gathering: {
    kind: 'progress',
    meaning: 'Waits for more messages of the conversation, to be shown together.',
    cause: 'The app’s setting push.gatherWindowsMs: the conversation rang on this device a moment ago.',
    remedy: '',
  },
  queued: {
    kind: 'progress',
    meaning: "Waits in the certificate's lane.",
    cause: 'The plan is made; the vendor will be asked as soon as the lane has room.',
    remedy: '',
  },
  sent: {
    kind: 'progress',
    meaning: 'The request to the vendor went out.',
    cause: '',
    remedy: '',
  },
  'vendor-busy': {
    kind: 'progress',
    meaning: 'The vendor asked to try again later; it will be.',
    cause: 'The vendor is overloaded, limits the rate, or has a fault. The request was not taken.',
    remedy: '',
  },
  'vendor-unreachable': {
    kind: 'progress',
    meaning: 'The vendor could not be reached; it will be tried again.',
    cause: 'No connection, a broken connection before the request was sent, or a refused stream.',
    remedy: "If it stays so, check the server's way out: DNS, firewall, proxy, extra CA.",
  },
  'outcome-unknown': {
    kind: 'progress',
    meaning: 'The request went out and no answer came; it will be sent again under the same collapse key.',
    cause:
      'The connection broke or timed out while the answer was awaited, or the server died. A second copy replaces the first on the phone.',
    remedy: '',
  },
  'quota-exhausted': {
    kind: 'progress',
    meaning: "The vendor's quota is used up; it will be tried again when it starts over.",
    cause: 'The app or the device had its share of notifications of this class. See the vendor’s words.',
    remedy: 'Ask the vendor for the chat class (unlimited with most), or a higher quota.',
  },
  'quota-reserved': {
    kind: 'progress',
    meaning: 'Waits: what is left of the vendor’s share of the day is kept for calls and mentions.',
    cause: 'Nine tenths of the notifications of this class that the vendor takes in a day have been sent.',
    remedy: 'Ask the vendor for the chat class (unlimited with most), or a higher quota.',
  },
  late: {
    kind: 'progress',
    meaning: 'The deadline has passed; what waits for the device becomes one notification.',
    cause:
      'No vendor took it in time. It is shown as "N new messages" once the vendor can be used, unless something newer rings first.',
    remedy: 'Look at the waits above for what stood in the way.',
  },
  'lane-stopped': {
    kind: 'progress',
    meaning: "The certificate's lane is stopped; the push waits.",
    cause: 'The vendor refuses the certificate itself.',
    remedy:
      'Mend the certificate (carillon cert update); waiting pushes go on by themselves until their deadline.',
  },
  'certificate-rechecked': {
    kind: 'progress',
    meaning: 'The vendor blamed the certificate, yet takes it when asked; the push is tried again.',
    cause:
      'An access token had just ended, or a new key is not known everywhere yet; or it is the push after all.',
    remedy: 'If it ends as refused-config, look at the vendor’s words: channel, category or permission.',
  },
  'failed-over': {
    kind: 'progress',
    meaning: 'This vendor did not take it; the device’s other push channel is asked.',
    cause:
      'The phone has reported tokens of two vendors, and the better one refused. See the vendor’s words.',
    remedy: 'Mend what the vendor’s words name; until then the other channel carries the pushes.',
  },
  'server-restarted': {
    kind: 'progress',
    meaning: 'The server stopped while this was open; it was planned again.',
    cause: 'A crash or a restart. What was open is taken up from the outbox.',
    remedy: '',
  },

  // ends at the vendor
  'vendor-accepted': {
    kind: 'accepted',
    meaning: 'The vendor accepted the push.',
    cause: '',
    remedy:
      'If the phone still shows nothing: notifications switched off for the app, channel missing on the phone, do-not-disturb, or the phone has no network.',
  },
  'token-dead-by-vendor': {
    kind: 'refused',
    meaning: 'The vendor says the token is dead.',
    cause: 'The app was uninstalled, its data cleared, or the token was replaced.',
    remedy: 'Opening the app reports a fresh token.',
  },
  'refused-config': {
    kind: 'refused',
    meaning: 'The vendor refuses the certificate.',
    cause: 'Key, secret, project, package name, channel or permission does not fit. See the vendor’s words.',
    remedy: 'Mend the certificate (carillon cert update) by the vendor’s words.',
  },
  'refused-payload': {
    kind: 'refused',
    meaning: 'The notification cannot be sent as it is.',
    cause: 'A field is too long or of a form the vendor does not take. See the vendor’s words.',
    remedy: 'Change the message’s offlinePushInfo as the words say.',
  },
  'refused-quota': {
    kind: 'refused',
    meaning: "The vendor's quota is used up.",
    cause: 'The app or the device had its share of notifications of this class. See the vendor’s words.',
    remedy: 'Ask the vendor for the chat class (unlimited with most), or a higher quota.',
  },

  // ends without the vendor
  'deadline-passed': {
    kind: 'expired',
    meaning: 'Not pushed: the deadline passed before the vendor accepted it.',
    cause: 'The vendor refused or could not be reached until the push was too old to be of use.',
    remedy: 'Look at the attempts above for what stood in the way.',
  },
  'no-answer': {
    kind: 'expired',
    meaning: 'Handed to the vendor several times, and no answer ever came: it may have been shown.',
    cause: 'Each connection broke or timed out while the answer was awaited.',
    remedy: "Check the server's way out (proxy, firewall) and the vendor's status page.",
  },

  ...receiptReasons,
} as const satisfies Record<string, ReasonText>

/** A reason code. */
export type ReasonCode = keyof typeof reasons

/** All reason codes of a kind. */
export type ReasonCodeOf<K extends ReasonKind> = {
  [R in ReasonCode]: (typeof reasons)[R]['kind'] extends K ? R : never
}[ReasonCode]

/** Why a device is pushed to. */
export type PushReason = ReasonCodeOf<'push'>

/** Why a device is not pushed to. */
export type SuppressReason = ReasonCodeOf<'suppressed'>
