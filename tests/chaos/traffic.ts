import { setTimeout as sleep } from 'node:timers/promises'

import { atAll, type ReasonCode } from '@carillon/protocol'
import { waitUntil, type SendOptions } from '@carillon/testkit'

import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** A message that was sent, and all that decides what may become of it. */
export interface SentMessage {
  msgID: string
  /** Its text: no other message has the same. */
  text: string
  isGroup: boolean
  recipientIDs: readonly string[]
  /** Members it mentions, of whom `atAll` stands for all. */
  mentions: readonly string[]
  /** What was sent along keeps it from phones, for this reason. */
  suppressedFor: ReasonCode | undefined
  begunMs: number
  answeredMs: number
  /** It was taken back. */
  recall?: { begunMs: number; answeredMs: number }
}

/** A sort of message: what is sent along, and what that suppresses. */
const sorts: readonly { options: SendOptions; suppressedFor: ReasonCode | undefined }[] = [
  { options: {}, suppressedFor: undefined },
  { options: {}, suppressedFor: undefined },
  { options: {}, suppressedFor: undefined },
  { options: { offlinePushInfo: { title: 'A title', ext: '{"a":1}' } }, suppressedFor: undefined },
  { options: { offlinePushInfo: { ignoreIOSBadge: true } }, suppressedFor: undefined },
  { options: { offlinePushInfo: { disablePush: true } }, suppressedFor: 'push-disabled' },
]

/** Of all messages: to the group, of these with mentions; taken back, and at the latest after this long. */
const groupPart = 0.15
const mentionPart = 0.4
const recallPart = 0.12
const recallWithinMs = 1_500

const resendsAtMost = 3

/** Sends `count` messages at odd moments, and takes some back. Answers those that are known to be stored. */
export const sendTraffic = async (given: {
  world: World
  name: string
  count: number
  /** All are sent within about this time. */
  durationMs: number
  /** Told of each recall, as `recalled`. */
  recalls: EventTarget
  chance: Chance
}): Promise<{ sent: SentMessage[]; refused: number }> => {
  const { world, name, count, durationMs, recalls, chance } = given
  const sent: SentMessage[] = []
  let refused = 0
  const sending: Promise<void>[] = []
  for (let number = 1; number <= count; number += 1) {
    const draft = draftOf(world, `${name} message ${number}.`, chance)
    const recallAfterMs = chance.next() < recallPart ? chance.between(0, recallWithinMs) : undefined
    const send = async (): Promise<void> => {
      const message = await sendDraft(world, draft).catch(() => undefined)
      if (message === undefined) {
        // No answer in time: whether it is stored is for the audit alone to say.
        refused += 1
        return
      }
      sent.push(message)
      if (recallAfterMs === undefined) return
      await sleep(recallAfterMs)
      message.recall = await recall(world, message.msgID)
      recalls.dispatchEvent(new Event('recalled'))
    }
    sending.push(send())
    await sleep(chance.between(0, (2 * durationMs) / count))
  }
  await Promise.all(sending)
  return { sent, refused }
}

type Draft = Omit<SentMessage, 'msgID' | 'begunMs' | 'answeredMs'> & { options: SendOptions }

const draftOf = ({ recipients }: World, text: string, chance: Chance): Draft => {
  const userIDs = [...recipients.keys()]
  const isGroup = chance.next() < groupPart
  const userID = chance.pick(userIDs)
  const sort = chance.pick(sorts)
  const mentioned = chance.next() < 0.2 ? [atAll] : [chance.pick(userIDs), chance.pick(userIDs)]
  const mentions = chance.next() < mentionPart && isGroup ? [...new Set(mentioned)] : []
  return { text, isGroup, recipientIDs: isGroup ? userIDs : [userID], mentions, ...sort }
}

const sendDraft = async ({ sender, groupID }: World, { options, ...draft }: Draft): Promise<SentMessage> => {
  const { text, mentions, isGroup, recipientIDs } = draft
  const manager = sender.sdk.v2TIMManager.getMessageManager()
  const begunMs = Date.now()
  const created =
    mentions.length > 0
      ? await manager.createTextAtMessage(text, [...mentions])
      : await manager.createTextMessage(text)
  const to = isGroup ? { receiver: '', groupID } : { receiver: recipientIDs[0] ?? '', groupID: '' }
  let answer = await manager.sendMessage({ id: created.data?.id ?? '', ...to, ...options })
  // The SDK tries for half a minute. Then its user taps "send again", more than once on a machine that is busy.
  for (let times = 0; answer.code !== 0 && times < resendsAtMost; times += 1)
    answer = await manager.reSendMessage(answer.data?.msgID ?? '')
  if (answer.code !== 0 || !answer.data?.msgID)
    throw new Error(`sendMessage answered ${answer.code}: ${answer.desc}`)
  return { ...draft, msgID: answer.data.msgID, begunMs, answeredMs: Date.now() }
}

/** Takes a message back; a server that is dead is asked again. */
const recall = async ({ sender }: World, msgID: string): Promise<NonNullable<SentMessage['recall']>> => {
  const begunMs = Date.now()
  const manager = sender.sdk.v2TIMManager.getMessageManager()
  await waitUntil(`the recall of ${msgID}`, async () => (await manager.revokeMessage(msgID)).code === 0, {
    timeoutMs: 60_000,
  })
  return { begunMs, answeredMs: Date.now() }
}
