import {
  c2cConversationID,
  ErrorCode,
  groupConversationID,
  limits,
  type MessageElement,
  type ModifyMessageParams,
} from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import { MessageStatus } from '../../api/enums.ts'
import type { V2TimMessage, V2TimMessageChangeInfo } from '../../api/messages.ts'
import { failure, ok, okWith } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import { checkUserID, invalid } from '../../messages/check.ts'
import type { AccountSession } from '../../session/account-session.ts'
import { markRecalled } from '../../session/message-events.ts'
import { toMessageRecord } from '../../session/parse.ts'
import type { KeptMessage } from '../../store/types.ts'
import { checkTexts, messageNotFound, toCallback, withAccount, type MessageParts } from './parts.ts'

/** Methods that change messages for everyone, or take them from my own sight. */
export const messageChanges = ({ session }: MessageParts) => {
  const markDeleted = async ({ messages }: AccountSession, msgIDs: readonly string[]): Promise<void> => {
    await messages.run(async (store) => {
      const kept = await store.find(msgIDs)
      const deleted = kept.map((each) => ({ ...each, status: MessageStatus.HAS_DELETED }))
      messages.remember(deleted)
      await store.put(deleted)
    })
  }

  const clear = async (conversationID: string): Promise<V2TimCallback> =>
    withAccount(session, async (account) => {
      const answer = await account.request('conversation.clear', { conversationID })
      if (answer.code === ErrorCode.OK) await account.messages.run((store) => store.clear(conversationID))
      return toCallback(answer)
    })

  return {
    /** Takes a message back for everyone: mine, or in a group I administer anyone's, within 2 minutes (20016, 10031). */
    async revokeMessage(msgID: string): Promise<V2TimCallback> {
      return withAccount(session, async (account) => {
        const kept = await account.messages.findOne(msgID)
        if (kept?.status === MessageStatus.LOCAL_REVOKED) return ok()
        if (kept?.status !== MessageStatus.SEND_SUCC) return messageNotFound
        if (kept.record.seq === 0)
          return failure(ErrorCode.GROUP_REVOKE_MSG_DENY, 'a message that is not stored cannot be recalled')
        return account.ownChanges.during('recall', msgID, async () => {
          const answer = await account.request('message.recall', { msgID })
          if (answer.code === ErrorCode.OK)
            await markRecalled(account, msgID, account.userID, account.estimatedServerTimeMs)
          return toCallback(answer)
        })
      })
    },

    /**
     * Changes a message's text, custom element, `cloudCustomData` and local custom data to what `message`
     * has. When somebody else was faster `data.code` is 8006 and `data.message` the newest.
     */
    async modifyMessage(message: V2TimMessage): Promise<V2TimValueCallback<V2TimMessageChangeInfo>> {
      return withAccount(session, async (account) => {
        const { messages } = account
        const kept = await messages.findOne(message?.msgID ?? '')
        if (kept?.status !== MessageStatus.SEND_SUCC || kept.record.seq === 0) return messageNotFound
        const params = changesOf(kept, message)
        const answer = await account.request('message.modify', params)
        const { code, desc } = answer
        const record = toMessageRecord(answer.data)
        if (code !== ErrorCode.OK || record === undefined)
          return okWith({ code, desc, message: messages.view(kept) })
        await messages.keep([record])
        const newest = await messages.update(record.msgID, (each) => withLocalData(each, message))
        const view = newest === undefined ? {} : { message: messages.view(newest) }
        return asRecord(answer.data)?.isConflict === true
          ? okWith({
              code: ErrorCode.MSG_MODIFY_CONFLICT,
              desc: 'somebody else modified the message meanwhile',
              ...view,
            })
          : okWith({ code, desc, ...view })
      })
    },

    /** Deletes messages of one conversation, at most 50, for me: at the server and on my devices. */
    async deleteMessages(msgIDs: string[]): Promise<V2TimCallback> {
      const problem = checkTexts(msgIDs, 'msgIDs', limits.messagesPerRequest)
      if (problem !== undefined) return problem
      return withAccount(session, async (account) => {
        const kept = await account.messages.find(msgIDs)
        if (kept.length === 0) return messageNotFound
        const atServer = kept.filter(({ record }) => record.seq > 0).map(({ msgID }) => msgID)
        if (atServer.length > 0) {
          const answer = await account.request('message.delete', { msgIDs: atServer })
          if (answer.code !== ErrorCode.OK) return toCallback(answer)
        }
        await markDeleted(
          account,
          kept.map(({ msgID }) => msgID),
        )
        return ok()
      })
    },

    /** Deletes a message on this device alone. */
    async deleteMessageFromLocalStorage(msgID: string): Promise<V2TimCallback> {
      return withAccount(session, async (account) => {
        const kept = await account.messages.findOne(msgID)
        if (kept === undefined) return messageNotFound
        await markDeleted(account, [msgID])
        await account.conversations.deletedHere(kept)
        return ok()
      })
    },

    /** Deletes all messages with a user for me, here and at the server. */
    async clearC2CHistoryMessage(userID: string): Promise<V2TimCallback> {
      return checkUserID(userID, 'userID') ?? clear(c2cConversationID(userID))
    },

    /** Deletes all messages of a group for me, here and at the server. */
    async clearGroupHistoryMessage(groupID: string): Promise<V2TimCallback> {
      return typeof groupID === 'string' && groupID !== ''
        ? clear(groupConversationID(groupID))
        : invalid('groupID: expected the ID of a group')
    },

    /** Keeps a text of the app's own with a message, on this device. */
    async setLocalCustomData(msgID: string, localCustomData: string): Promise<V2TimCallback> {
      if (typeof localCustomData !== 'string') return invalid('localCustomData: expected a string')
      return withAccount(session, async ({ messages }) =>
        (await messages.update(msgID, (kept) => ({ ...kept, localCustomData }))) ? ok() : messageNotFound,
      )
    },

    /** Keeps a number of the app's own with a message, on this device. */
    async setLocalCustomInt(msgID: string, localCustomInt: number): Promise<V2TimCallback> {
      if (!Number.isInteger(localCustomInt)) return invalid('localCustomInt: expected a whole number')
      return withAccount(session, async ({ messages }) =>
        (await messages.update(msgID, (kept) => ({ ...kept, localCustomInt }))) ? ok() : messageNotFound,
      )
    },
  }
}

const withLocalData = (
  kept: KeptMessage,
  { localCustomData, localCustomInt }: V2TimMessage,
): KeptMessage => ({
  ...kept,
  ...(localCustomData !== undefined && { localCustomData }),
  ...(localCustomInt !== undefined && { localCustomInt }),
})

/** What of a message an app changed: the elements are found along their chain. */
const changesOf = ({ msgID, record }: KeptMessage, message: V2TimMessage): ModifyMessageParams => {
  const elements: NonNullable<ModifyMessageParams['elements']> = []
  let elem = firstElemOf(message)
  record.elements.forEach((element, index) => {
    const changed = elem && changedElement(element, elem)
    if (changed !== undefined) elements.push({ index, element: changed })
    elem = asRecord(elem?.nextElem)
  })
  const { cloudCustomData } = message
  return {
    msgID,
    version: record.version ?? 0,
    ...(elements.length > 0 && { elements }),
    ...(cloudCustomData !== undefined && cloudCustomData !== record.cloudCustomData && { cloudCustomData }),
  }
}

const firstElemOf = ({
  textElem,
  customElem,
  locationElem,
  faceElem,
}: V2TimMessage): Record<string, unknown> | undefined =>
  asRecord(textElem ?? customElem ?? locationElem ?? faceElem)

type Changed = NonNullable<ModifyMessageParams['elements']>[number]['element']

const changedElement = (element: MessageElement, elem: Record<string, unknown>): Changed | undefined => {
  const text = (name: string, known: string): string => {
    const value = elem[name]
    return typeof value === 'string' ? value : known
  }
  if (element.type === 'text') {
    const next = text('text', element.text)
    return next === element.text ? undefined : { type: 'text', text: next }
  }
  if (element.type !== 'custom') return undefined
  const next: Changed = {
    type: 'custom',
    data: text('data', element.data),
    desc: text('desc', element.desc),
    extension: text('extension', element.extension),
  }
  const isSame =
    next.data === element.data && next.desc === element.desc && next.extension === element.extension
  return isSame ? undefined : next
}
