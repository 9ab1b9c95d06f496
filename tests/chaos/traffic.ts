import { setTimeout as sleep } from 'node:timers/promises'

import type { V2TimMessage } from '@carillon/client'
import type { ReasonCode } from '@carillon/protocol'
import type { DesktopClient, SendOptions } from '@carillon/testkit'

import type { Chance } from './chance.ts'

/** A message that was sent, and for which reason it may be kept from sleeping phones. */
export interface SentMessage {
  msgID: string
  /** Its text: no other message has the same. */
  text: string
  recipients: readonly string[]
  /** Why a device may not have been pushed to; undefined: it must be reached. */
  mayBeSuppressed: ReasonCode | undefined
}

/** A sort of message: what is sent along, and what that may suppress. */
const sorts: readonly { options: SendOptions; mayBeSuppressed: ReasonCode | undefined }[] = [
  { options: {}, mayBeSuppressed: undefined },
  { options: {}, mayBeSuppressed: undefined },
  { options: {}, mayBeSuppressed: undefined },
  { options: { offlinePushInfo: { title: 'A title', ext: '{"a":1}' } }, mayBeSuppressed: undefined },
  { options: { offlinePushInfo: { ignoreIOSBadge: true } }, mayBeSuppressed: undefined },
  { options: { offlinePushInfo: { disablePush: true } }, mayBeSuppressed: 'push-disabled' },
]

/** Sends `count` messages at odd moments, some to a group. Answers those that are known to be stored. */
export const sendTraffic = async (given: {
  sender: DesktopClient
  /** Users to write to; those in `muted` take no pushes of the sender's. */
  userIDs: readonly string[]
  muted: ReadonlySet<string>
  groupID: string
  name: string
  count: number
  /** All are sent within about this time. */
  durationMs: number
  chance: Chance
}): Promise<{ sent: SentMessage[]; refused: number }> => {
  const { sender, userIDs, muted, groupID, name, count, durationMs, chance } = given
  const sent: SentMessage[] = []
  let refused = 0
  const sending: Promise<void>[] = []
  for (let number = 1; number <= count; number += 1) {
    const isToGroup = chance.next() < 0.08
    const userID = chance.pick(userIDs)
    const { options, mayBeSuppressed } = chance.pick(sorts)
    const text = `${name} message ${number}.`
    const send = isToGroup
      ? sendToGroup(sender, groupID, text, options)
      : sender.sendText(userID, text, options)
    sending.push(
      send.then(
        ({ msgID = '' }) => {
          const recipients = isToGroup ? userIDs : [userID]
          const isMuted = !isToGroup && muted.has(userID)
          sent.push({
            msgID,
            text,
            recipients,
            mayBeSuppressed: mayBeSuppressed ?? (isMuted ? 'muted' : undefined),
          })
        },
        () => {
          // No answer in time: whether it is stored is for the audit alone to say.
          refused += 1
        },
      ),
    )
    await sleep(chance.between(0, (2 * durationMs) / count))
  }
  await Promise.all(sending)
  return { sent, refused }
}

const sendToGroup = async (
  { sdk }: DesktopClient,
  groupID: string,
  text: string,
  options: SendOptions,
): Promise<V2TimMessage> => {
  const manager = sdk.v2TIMManager.getMessageManager()
  const created = await manager.createTextMessage(text)
  const answer = await manager.sendMessage({ id: created.data?.id ?? '', receiver: '', groupID, ...options })
  if (answer.code !== 0 || !answer.data)
    throw new Error(`sendMessage answered ${answer.code}: ${answer.desc}`)
  return answer.data
}
