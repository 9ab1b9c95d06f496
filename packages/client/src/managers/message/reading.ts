import {
  c2cConversationID,
  ErrorCode,
  groupConversationID,
  isGroupID,
  limits,
  type TipUser,
} from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import { GetGroupMessageReadMemberListFilter } from '../../api/enums.ts'
import type { V2TimGroupMessageReadMemberList, V2TimMessageReceipt } from '../../api/messages.ts'
import { failure, okWith, type Failure } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import { checkUserID, invalid } from '../../messages/check.ts'
import { toMemberInfo } from '../../messages/elems.ts'
import { toV2TimReceipt } from '../../messages/receipts.ts'
import type { AccountSession } from '../../session/account-session.ts'
import { listOf, toReceipts } from '../../session/parse.ts'
import {
  checkTexts,
  checkWhole,
  messageNotFound,
  messagesNotFound,
  toCallback,
  toNumber,
  withAccount,
  type MessageParts,
} from './parts.ts'

/** Methods about what was read. */
export const messageReading = ({ session }: MessageParts) => {
  const markRead = async (conversationID: string): Promise<V2TimCallback> =>
    withAccount(session, async (account) =>
      toCallback(await account.request('conversation.markRead', { conversationID })),
    )

  /** For a user with these messages on this device: `work` gets their IDs, each once. */
  const withMessages = async <T>(
    messageIDList: string[],
    work: (account: AccountSession, msgIDs: string[]) => Promise<T>,
  ): Promise<T | Failure> => {
    const problem = checkTexts(messageIDList, 'messageIDList', limits.messagesPerRequest)
    if (problem !== undefined) return problem
    return withAccount(session, async (account) => {
      const msgIDs = [...new Set(messageIDList)]
      const kept = await account.messages.find(msgIDs)
      return kept.length < msgIDs.length ? messagesNotFound : work(account, msgIDs)
    })
  }

  return {
    /** Marks all messages with a user as read; the user gets `onRecvC2CReadReceipt`. */
    async markC2CMessageAsRead(userID: string): Promise<V2TimCallback> {
      return checkUserID(userID, 'userID') ?? markRead(c2cConversationID(userID))
    },

    /** Marks all messages of a group as read. Nobody else learns of it. */
    async markGroupMessageAsRead(groupID: string): Promise<V2TimCallback> {
      return typeof groupID === 'string' && isGroupID(groupID)
        ? markRead(groupConversationID(groupID))
        : invalid('groupID: expected the ID of a group')
    },

    /** Marks everything as read. */
    async markAllMessageAsRead(): Promise<V2TimCallback> {
      return withAccount(session, async (account) =>
        toCallback(await account.request('conversation.markAllRead', {})),
      )
    },

    /** Confirms to their senders that I have read messages of one conversation sent with `needReadReceipt`. */
    async sendMessageReadReceipts(messageIDList: string[]): Promise<V2TimCallback> {
      return withMessages(messageIDList, async (account, msgIDs) =>
        toCallback(await account.request('message.sendReceipts', { msgIDs })),
      )
    },

    /** How many have read messages I sent with `needReadReceipt`. */
    async getMessageReadReceipts(
      messageIDList: string[],
    ): Promise<V2TimValueCallback<V2TimMessageReceipt[]>> {
      return withMessages(messageIDList, async (account, msgIDs) => {
        const { code, desc, data } = await account.request('message.receipts', { msgIDs })
        return code === ErrorCode.OK ? okWith(toReceipts(data).map(toV2TimReceipt)) : failure(code, desc)
      })
    },

    /** Who has read a group message of mine (filter 0), or has not (1): a page from `nextSeq` on, at most 100. */
    async getGroupMessageReadMemberList(
      messageID: string,
      filter: number,
      nextSeq = 0,
      count = 100,
    ): Promise<V2TimValueCallback<V2TimGroupMessageReadMemberList>> {
      const problem =
        checkWhole(filter, 'filter', 0, 1) ??
        checkWhole(toNumber(nextSeq), 'nextSeq', 0, Number.MAX_SAFE_INTEGER) ??
        checkWhole(count, 'count', 1, limits.readMembersPage)
      if (problem !== undefined) return problem
      const isRead =
        filter === GetGroupMessageReadMemberListFilter.V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_READ
      return withAccount(session, async (account) => {
        if ((await account.messages.findOne(messageID)) === undefined) return messageNotFound
        const params = {
          msgID: messageID,
          filter: isRead ? ('read' as const) : ('unread' as const),
          nextSeq: toNumber(nextSeq),
          count,
        }
        const { code, desc, data } = await account.request('message.readMembers', params)
        if (code !== ErrorCode.OK) return failure(code, desc)
        const answer = asRecord(data)
        return okWith({
          nextSeq: Number(answer?.nextSeq ?? 0),
          isFinished: answer?.isFinished !== false,
          memberInfoList: listOf(data, 'members').map((member) => toMemberInfo(member as TipUser)),
        })
      })
    },
  }
}
