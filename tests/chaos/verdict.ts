import type { PushStory, ReasonCode } from '@carillon/protocol'
import type { TestPhone } from '@carillon/testkit'

import type { SentMessage } from './traffic.ts'

/** A phone whose screen is watched. */
export interface WatchedPhone {
  readonly phone: TestPhone
  /** Texts that stood twice on its screen at the same time. */
  readonly doubles: ReadonlySet<string>
}

/**
 * Watches a screen from now on. Two copies at once are one too many; one that comes after the other has left
 * the tray, which some makers keep short, replaces what nobody sees any more.
 */
export const watch = (phone: TestPhone): WatchedPhone => {
  const doubles = new Set<string>()
  phone.device.onChange((event) => {
    if (event.type !== 'notification-shown') return
    const { body } = event.notification
    if (phone.notifications.filter((shown) => shown.body === body).length > 1) doubles.add(body)
  })
  return { phone, doubles }
}

/** Texts end with a full stop, so that no text is the beginning of another. */
const hasReached = ({ device }: TestPhone, text: string): boolean =>
  device.receivedPushes.some(
    ({ push, fate }) =>
      ['shown', 'replaced', 'handed-to-app'].includes(fate) && JSON.stringify(push).includes(text),
  )

/** A promise that was not kept for a message on a phone, in one line. */
export type Breach = string

/**
 * Compares what the story of a message says with what its recipients' phones show.
 * @param phoneOf the one phone of a user
 */
export const judge = (
  message: SentMessage,
  story: PushStory,
  phoneOf: ReadonlyMap<string, WatchedPhone>,
): Breach[] =>
  message.recipients.flatMap((userID) => {
    const breach = (what: string): Breach => `${message.msgID} for ${userID}: ${what}`
    const watched = phoneOf.get(userID)
    const devices = story.devices.filter((device) => device.userID === userID)
    const [device] = devices
    if (watched === undefined || device === undefined) return [breach('the story does not name the phone')]
    if (devices.length > 1) return [breach(`the story names ${devices.length} devices of one`)]
    const breaches: Breach[] = []
    if (watched.doubles.has(message.text)) breaches.push(breach('twice on the screen'))
    const problem = problemOf(device, message.mayBeSuppressed, hasReached(watched.phone, message.text))
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
