import { ErrorCode, limits } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import type {
  V2TimConversation,
  V2TimConversationListFilter,
  V2TimConversationResult,
} from '../../api/conversations.ts'
import { failure, okWith } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import { Pages } from '../../conversations/pages.ts'
import { isInList, type Held } from '../../conversations/view.ts'
import { invalid } from '../../messages/check.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { toNames } from '../../conversations/parse.ts'
import { checkWhole, withAccount } from '../message/parts.ts'
import { checkConversationID, checkConversationIDs, checkMark } from './check.ts'

type Listed = V2TimValueCallback<V2TimConversationResult>

/** Conversations one page may hold. */
const mostPerPage = 1000

/** Methods that read the list. */
export const conversationReading = (session: ClientSession) => {
  const pages = new Pages()

  const page = async (
    count: number,
    nextSeq: number | string | undefined,
    matches: (held: Held) => boolean,
  ): Promise<Listed> => {
    const problem = checkWhole(count, 'count', 1, mostPerPage)
    if (problem !== undefined) return problem
    return withAccount(session, async ({ conversations }) => {
      await conversations.ready()
      const { held } = conversations
      const found = pages.page(held.list().filter(matches), String(nextSeq ?? '0'), count)
      if (found === undefined)
        return invalid('nextSeq: expected "0", or what the page before answered. Begin anew.')
      return okWith({
        nextSeq: found.nextSeq,
        isFinished: found.isFinished,
        conversationList: found.held.map((each) => held.toView(each)),
      })
    })
  }

  return {
    /** A page of the list: pinned conversations first, then the newest. `nextSeq` is "0" for the first page. Mind the order of the arguments. */
    async getConversationList(count: number, nextSeq: string): Promise<Listed> {
      return page(count, nextSeq, () => true)
    },

    /** A page of those conversations that match all that is given. */
    async getConversationListByFilter(filter: V2TimConversationListFilter): Promise<Listed> {
      if (typeof filter !== 'object' || filter === null) return invalid('filter: expected an object')
      const {
        conversationType = 0,
        nextSeq,
        count = limits.conversationsPage,
        markType,
        groupName = '',
      } = filter
      const problem =
        checkWhole(conversationType, 'conversationType', 0, 2) ??
        (markType === undefined ? undefined : checkMark(markType))
      if (problem !== undefined) return problem
      return page(count, nextSeq, ({ record }) => {
        const isOfType =
          conversationType === 0 || record.conversationID.startsWith('c2c_') === (conversationType === 1)
        return (
          isOfType &&
          (markType === undefined || record.marks.includes(markType)) &&
          (groupName === '' || record.groups.includes(groupName))
        )
      })
    },

    /** Those of the conversations that are in the list, in the order asked for. (The original's spelling.) */
    async getConversationListByConversaionIds(
      conversationIDList: string[],
    ): Promise<V2TimValueCallback<V2TimConversation[]>> {
      const problem =
        checkConversationIDs(conversationIDList) ??
        conversationIDList.map(checkConversationID).find((each) => each !== undefined)
      if (problem !== undefined) return problem
      return withAccount(session, async ({ conversations }) => {
        await conversations.ready()
        const found = await conversations.find(conversationIDList)
        if ('code' in found) return found
        return okWith(found.filter(isInList).map((held) => conversations.held.toView(held)))
      })
    },

    /** One conversation; one that was never used comes empty. 6004 for what is none, and when nobody is logged in. */
    async getConversation(conversationID: string): Promise<V2TimValueCallback<V2TimConversation>> {
      const problem = checkConversationID(conversationID)
      if (problem !== undefined) return problem
      const account = session.requireAccount()
      if ('code' in account)
        return account.code === ErrorCode.SDK_NOT_LOGGED_IN
          ? failure(ErrorCode.INVALID_CONVERSATION, account.desc)
          : account
      const { conversations } = account
      await conversations.ready()
      const found = await conversations.find([conversationID])
      // What the server cannot say is not known; the conversation can be opened all the same.
      const held = 'code' in found ? conversations.held.known(conversationID) : found[0]
      return okWith(conversations.held.toView(held ?? conversations.held.known(conversationID)))
    },

    /** Unread messages in all conversations that are not muted. */
    async getTotalUnreadMessageCount(): Promise<V2TimValueCallback<number>> {
      return withAccount(session, async (account) => {
        const { held } = account.conversations
        await account.conversations.ready()
        if (held.isComplete) return okWith(held.totalUnread())
        const { code, desc, data } = await account.request('conversation.unread', {})
        const count = asRecord(data)?.count
        if (code !== ErrorCode.OK) return failure(code, desc)
        return okWith(typeof count === 'number' ? count : held.totalUnread())
      })
    },

    /** Names of my groups of conversations, in the order they were made. */
    async getConversationGroupList(): Promise<V2TimValueCallback<string[]>> {
      return withAccount(session, async (account) => {
        const { code, desc, data } = await account.request('conversation.groups', {})
        return code === ErrorCode.OK ? okWith(toNames(data, 'names')) : failure(code, desc)
      })
    },
  }
}
