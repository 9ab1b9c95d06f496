import { atAll, type DeviceStory, type PushStory, type ReasonCode, type Stage } from '@carillon/protocol'

import type { SentMessage } from './traffic.ts'
import type { Handset, Presence } from './handset.ts'
import type { Recipient, World } from './world.ts'

/** A user marked the conversation with the sender, or the group, as read. */
export interface ReadMark {
  userID: string
  isGroup: boolean
  begunMs: number
  /** Absent while nobody knows whether it was done. */
  answeredMs?: number
}

/** A promise that was not kept for a message on a phone, in one line. */
export type Breach = string

/** Why a device that its user has left is not pushed to. */
const leftFor: readonly ReasonCode[] = [
  'kicked',
  'logged-out',
  'other-user',
  'no-device',
  'no-token',
  'token-moved',
  'token-dead',
]

/** Texts end with a full stop, and a group's are headed by their sender: no text is the end of another. */
const shows = (body: string, text: string): boolean => body.endsWith(text)

/** Compares what the story of a message says with what its recipients did and what their phones show. */
export const judge = (
  message: SentMessage,
  story: PushStory,
  { recipients }: World,
  marks: readonly ReadMark[],
): Breach[] =>
  message.recipientIDs.flatMap((userID) => {
    const recipient = recipients.get(userID)
    const devices = story.devices.filter((device) => device.userID === userID)
    const problems =
      recipient === undefined || devices.length === 0
        ? ['the story does not name the recipient']
        : problemsOf({ message, recipient, devices, marks: marks.filter((mark) => mark.userID === userID) })
    return problems.map((problem) => `${message.msgID} for ${userID}: ${problem}`)
  })

/** One recipient of one message. */
interface Case {
  message: SentMessage
  recipient: Recipient
  devices: readonly DeviceStory[]
  /** The recipient's own. */
  marks: readonly ReadMark[]
}

const problemsOf = (given: Case): string[] => {
  const { message, recipient, devices } = given
  const { handset } = recipient
  const onPhone = devices.filter(({ deviceName }) => deviceName === handset.phone.name)
  const others = devices.filter((device) => !onPhone.includes(device))
  const untilMs = Math.max(message.answeredMs, ...onPhone.map(endMs))
  const presence = handset.presenceOf(recipient.userID, message.begunMs, untilMs)
  const problems = [
    ...others.flatMap((device) => problemBeside(given, device)),
    ...onPhone.flatMap((device) => problemOfSending(given, device)),
    ...onPhone.flatMap((device) => problemOfEnd(given, device, presence)),
  ]
  if ([...handset.doubles].some((body) => shows(body, message.text))) problems.push('twice on the screen')
  if (presence === 'steady') problems.push(...problemsOfSteady(given, onPhone))
  // Of a message to a group, the phone may show what was for another of its users.
  if ((!message.isGroup || handset.users.length === 1) && isOnPhone(handset, message.text)) {
    if (presence === 'away') problems.push('on the phone of somebody else')
    if (onPhone.every(({ entries }) => entries.every(({ stage }) => stage !== 'sent')))
      problems.push('never sent, and on the phone')
  }
  return problems
}

/** Who was there all the time: the story names one device in use, beside old installations, and it alone rings. */
const problemsOfSteady = (
  { message, recipient: { handset, userID } }: Case,
  onPhone: readonly DeviceStory[],
): string[] => {
  const inUse = onPhone.filter((device) => !hasLeft(device))
  const ringing = onPhone.filter(({ state }) => state !== 'suppressed' && state !== 'refused')
  const problems: string[] = []
  if (inUse.length === 0) problems.push(`no device in use: ${tellingOf(onPhone)}`)
  if (ringing.length > 1) problems.push(`on ${ringing.length} devices of one: ${tellingOf(ringing)}`)
  // Once the user has left, the phone can be addressed no more.
  if (message.recall !== undefined && handset.presenceOf(userID, message.begunMs, Date.now()) === 'steady')
    if (handset.phone.notifications.some(({ body }) => shows(body, message.text)))
      problems.push(`recalled, and on the screen: ${tellingOf(inUse)}`)
  return problems
}

const hasLeft = ({ state, reason }: DeviceStory): boolean =>
  (state === 'suppressed' && leftFor.includes(reason)) || isDead({ state, reason })

const isDead = ({ state, reason }: Pick<DeviceStory, 'state' | 'reason'>): boolean =>
  state === 'refused' && reason === 'token-dead-by-vendor'

const endMs = ({ entries }: DeviceStory): number =>
  entries.findLast(({ stage }) => !takingBack.includes(stage))?.atMs ?? 0

/** What is done about a notification that was shown. */
const takingBack: readonly Stage[] = ['recalled', 'unrecalled', 'cleared', 'uncleared']

const isOnPhone = ({ phone }: Handset, text: string): boolean =>
  phone.device.receivedPushes.some(
    ({ push, fate }) =>
      ['shown', 'replaced', 'handed-to-app'].includes(fate) && JSON.stringify(push).includes(text),
  )

/** What became of the pushes that brought a text. */
const fatesOf = ({ phone }: Handset, text: string): string =>
  phone.device.receivedPushes
    .filter(({ push }) => JSON.stringify(push).includes(text))
    .map(({ fate }) => fate)
    .join(', ')

/** Why the message is not to ring on any device of the recipient's; none: it is. Which one is told depends on where the app is. */
const chosenReasons = ({ message, recipient }: Case): ReasonCode[] => {
  const { mentions, isGroup, suppressedFor } = message
  const option = isGroup ? recipient.groupOption : recipient.c2cOption
  const isMentioned = mentions.includes(atAll) || mentions.includes(recipient.userID)
  const reasons: ReasonCode[] = suppressedFor === undefined ? [] : [suppressedFor]
  if (option === 1 || (option === 4 && !isMentioned)) reasons.push('not-received')
  if (option === 2 || (option === 3 && !isMentioned)) reasons.push('muted')
  return reasons
}

/** Why a device may have been passed over in the end. */
const excusesOf = (given: Case, device: DeviceStory): ReasonCode[] => {
  const { message, marks } = given
  const atMs = endMs(device)
  const wasRead = marks.some(
    ({ isGroup, begunMs, answeredMs = Infinity }) =>
      isGroup === message.isGroup && begunMs <= atMs && answeredMs >= message.begunMs,
  )
  return [
    ...chosenReasons(given),
    ...(wasRead ? (['read-elsewhere'] as const) : []),
    ...(message.recall !== undefined && message.recall.begunMs <= atMs ? (['recalled'] as const) : []),
  ]
}

/** A computer is reached while it is connected, and never pushed to. */
const problemBeside = (given: Case, device: DeviceStory): string[] => {
  const { state, reason } = device
  if (state === 'acknowledged') return []
  const excuses = [...excusesOf(given, device), 'not-pushable-platform', 'no-device']
  return state === 'suppressed' && excuses.includes(reason) ? [] : [`beside the phone: ${state} ${reason}`]
}

/** What is read, recalled, or of somebody who has left is not sent any more. */
const problemOfSending = ({ message, recipient, marks }: Case, { entries }: DeviceStory): string[] => {
  const { handset, userID } = recipient
  const readMs = Math.min(
    ...marks.flatMap(({ isGroup, begunMs, answeredMs }) =>
      isGroup === message.isGroup && begunMs > message.answeredMs && answeredMs !== undefined
        ? [answeredMs]
        : [],
    ),
  )
  const sent = entries.filter(({ stage }) => stage === 'sent')
  return [
    ...problemOfOrder(entries),
    ...sent
      .filter(({ atMs }) => atMs > readMs)
      .map(({ atMs }) => `sent ${atMs - readMs} ms after it was read`),
    ...sent
      .filter(({ atMs }) => atMs > (message.recall?.answeredMs ?? Infinity))
      .map(() => 'sent after it was recalled'),
    ...sent
      .filter(({ atMs }) => handset.presenceOf(userID, atMs, atMs) === 'away')
      .map(({ atMs }) => `sent after the user had left the phone, at ${atMs}`),
  ]
}

/** What a vendor has answered, or may have, was sent before. */
const problemOfOrder = (entries: DeviceStory['entries']): string[] => {
  const answered = entries.findIndex(
    ({ stage, reason }) => stage === 'accepted' || reason === 'outcome-unknown',
  )
  const isSent = answered === -1 || entries.slice(0, answered).some(({ stage }) => stage === 'sent')
  return isSent ? [] : [`never sent, and ${entries[answered]?.reason}`]
}

/** It was read elsewhere, and the vendor withdrew it: maybe before a phone without a network had it. */
const isTakenAway = ({ message, marks }: Case, { entries }: DeviceStory): boolean =>
  entries.some(({ stage }) => stage === 'cleared') &&
  marks.some(
    ({ isGroup, answeredMs = Infinity }) => isGroup === message.isGroup && answeredMs >= message.begunMs,
  )

const problemOfEnd = (given: Case, device: DeviceStory, presence: Presence): string[] => {
  const { message, recipient } = given
  const { state, reason } = device
  const isShown = isOnPhone(recipient.handset, message.text)
  const told = tellingOf([device])
  const excuses = excusesOf(given, device)
  if (hasLeft(device)) return []
  switch (state) {
    case 'acknowledged':
      // A push that was out when the app came to the front may have been shown as well.
      if (presence === 'away') return [`acknowledged by somebody who was not there: ${told}`]
      // A new installation begins where the user's other devices are.
      return presence === 'changing' ||
        recipient.handset.phone.app.received.some(({ msgID }) => msgID === message.msgID)
        ? []
        : [`acknowledged, and not in the app: ${told}`]
    case 'accepted':
      if (chosenReasons(given).length > 0) return [`pushed: ${told}`]
      return isShown || isTakenAway(given, device) || presence !== 'steady'
        ? []
        : [`accepted, and not on the phone (${fatesOf(recipient.handset, message.text)}): ${told}`]
    case 'recalled':
      return message.recall === undefined ? [`taken back: ${told}`] : []
    case 'suppressed':
      return excuses.includes(reason) ? [] : [`suppressed: ${told}`]
    default:
      return [`ended wrongly: ${told}`]
  }
}

/** What the story tells of devices, in short. */
const tellingOf = (devices: readonly DeviceStory[]): string =>
  devices
    .map(({ state, reason, entries }) => {
      const last = entries.slice(-8).map((entry) => {
        const { stage, reason: why, vendorWords } = entry
        return `${stage} ${why}${vendorWords === undefined ? '' : ` (${vendorWords.code})`}`
      })
      return `${state} ${reason} [${last.join(', ')}]`
    })
    .join('; ')
