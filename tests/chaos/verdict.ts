import type { PushStory, ReasonCode } from '@carillon/protocol'
import type { TestPhone } from '@carillon/testkit'

import type { SentMessage } from './traffic.ts'

/** What a phone made of pushes whose notification showed a text. */
interface Shown {
  /** Notifications of their own: a second copy that replaced the first is none. */
  notifications: number
  /** Given to the app in front instead of the screen. */
  handedToApp: number
}

/** Notification texts end with a full stop, so that no text is the beginning of another. */
const shownOn = ({ device }: TestPhone, text: string): Shown => {
  const received = device.receivedPushes.filter(({ push }) => JSON.stringify(push).includes(text))
  const ids = received.flatMap(({ fate, notificationID }) =>
    fate === 'shown' || fate === 'replaced' ? [notificationID] : [],
  )
  return {
    notifications: new Set(ids).size,
    handedToApp: received.filter(({ fate }) => fate === 'handed-to-app').length,
  }
}

/** A promise that was not kept for a message on a phone, in one line. */
export type Breach = string

/**
 * Compares what the story of a message says with what its recipients' phones show.
 * @param phoneOf the one phone of a user
 */
export const judge = (
  message: SentMessage,
  story: PushStory,
  phoneOf: ReadonlyMap<string, TestPhone>,
): Breach[] =>
  message.recipients.flatMap((userID) => {
    const breach = (what: string): Breach => `${message.msgID} for ${userID}: ${what}`
    const phone = phoneOf.get(userID)
    const devices = story.devices.filter((device) => device.userID === userID)
    const [device] = devices
    if (phone === undefined || device === undefined) return [breach('the story does not name the phone')]
    if (devices.length > 1) return [breach(`the story names ${devices.length} devices of one`)]
    const { notifications, handedToApp } = shownOn(phone, message.text)
    const told = `${device.state} ${device.reason}`
    const isShown = notifications + handedToApp > 0
    const breaches: Breach[] = []
    if (notifications > 1) breaches.push(breach(`${notifications} notifications, and the story says ${told}`))
    const problem = problemOf(device, message.mayBeSuppressed, isShown)
    if (problem !== undefined) breaches.push(breach(problem))
    return breaches
  })

const problemOf = (
  { state, reason, entries }: PushStory['devices'][number],
  mayBeSuppressed: ReasonCode | undefined,
  isShown: boolean,
): string | undefined => {
  const endedAs = `ended as ${state} ${reason}: ${JSON.stringify(entries.at(-1)?.vendorWords ?? '')}`
  switch (state) {
    case 'accepted':
      return isShown ? undefined : 'accepted, and not on the phone'
    case 'acknowledged':
      // A push that was out when the app came to the front may have been shown as well.
      return undefined
    case 'suppressed':
      if (reason !== mayBeSuppressed) return `suppressed for ${reason}`
      return isShown ? `suppressed for ${reason}, and on the phone` : undefined
    default:
      return endedAs
  }
}
