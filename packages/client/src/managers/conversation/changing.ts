import { ErrorCode, limits, utf8Bytes, type Method, type MethodMap } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import type { V2TimConversationOperationResult } from '../../api/conversations.ts'
import { failure, ok, okWith } from '../../api/results.ts'
import { toOperationResults } from '../../conversations/parse.ts'
import { invalid } from '../../messages/check.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { toCallback, withAccount } from '../message/parts.ts'
import { checkConversationID, checkConversationIDs, checkGroupName, checkMark } from './check.ts'

type Results = V2TimValueCallback<V2TimConversationOperationResult[]>

/** Characters a draft may have. */
const draftCharacters = 100_000

/** Methods that change what is mine of conversations. */
export const conversationChanges = (session: ClientSession) => {
  const changeMany = async <M extends Method>(method: M, params: MethodMap[M]['params']): Promise<Results> =>
    withAccount(session, async (account) => {
      const { code, desc, data } = await account.request(method, params)
      return code === ErrorCode.OK ? okWith(toOperationResults(data)) : failure(code, desc)
    })

  const change = async <M extends Method>(
    method: M,
    params: MethodMap[M]['params'],
    doneBefore: readonly number[] = [],
  ): Promise<V2TimCallback> =>
    withAccount(session, async (account) => {
      const answer = await account.request(method, params)
      // It went out twice, and the first had done it.
      return answer.isRepeated === true && doneBefore.includes(answer.code) ? ok() : toCallback(answer)
    })

  return {
    /** Deletes a conversation with all its messages for me, on all my devices; it comes back with the next message. */
    async deleteConversation(conversationID: string): Promise<V2TimCallback> {
      const problem = checkConversationID(conversationID)
      if (problem !== undefined) return problem
      return withAccount(session, async (account) => {
        const answer = await account.request('conversation.delete', { conversationID })
        if (answer.code !== ErrorCode.OK) return toCallback(answer)
        await account.messages.run((store) => store.clear(conversationID))
        account.conversations.deleted(conversationID)
        return ok()
      })
    },

    /** Keeps a conversation at the head of the list, or lets it go. */
    async pinConversation(conversationID: string, isPinned: boolean): Promise<V2TimCallback> {
      const problem = checkConversationID(conversationID)
      if (problem !== undefined) return problem
      if (typeof isPinned !== 'boolean') return invalid('isPinned: expected true or false')
      return change('conversation.pin', { conversationID, isPinned })
    },

    /** Keeps what the user has begun to write, on this device; '' or nothing forgets it. */
    async setConversationDraft(conversationID: string, draftText?: string): Promise<V2TimCallback> {
      const problem = checkConversationID(conversationID)
      if (problem !== undefined) return problem
      const text = draftText ?? ''
      if (typeof text !== 'string' || text.length > draftCharacters)
        return invalid(`draftText: expected text of at most ${draftCharacters} characters`)
      return withAccount(session, async ({ conversations }) => {
        const found = await conversations.find([conversationID])
        const { record } =
          ('code' in found ? undefined : found[0]) ?? conversations.held.known(conversationID)
        conversations.held.setDraft(record, text === '' ? undefined : { text, atMs: session.nowMs })
        return ok()
      })
    },

    /** Sets a mark of conversations or takes it away: `markType` 0 star, 1 unread, 2 fold, 3 hide, 32 to 63 the app's own. */
    async markConversation(
      markType: number,
      enableMark: boolean,
      conversationIDList: string[],
    ): Promise<Results> {
      const problem =
        checkMark(markType) ??
        (typeof enableMark === 'boolean' ? undefined : invalid('enableMark: expected true or false')) ??
        checkConversationIDs(conversationIDList)
      if (problem !== undefined) return problem
      return changeMany('conversation.mark', {
        conversationIDs: conversationIDList,
        mark: markType,
        isMarked: enableMark,
      })
    },

    /** Keeps a text of the app's own with conversations, at most 256 bytes. */
    async setConversationCustomData(customData: string, conversationIDList: string[]): Promise<Results> {
      const isFine =
        typeof customData === 'string' && utf8Bytes(customData) <= limits.conversationCustomDataBytes
      const problem = isFine
        ? checkConversationIDs(conversationIDList)
        : invalid(`customData: expected text of at most ${limits.conversationCustomDataBytes} bytes`)
      if (problem !== undefined) return problem
      return changeMany('conversation.setCustomData', { conversationIDs: conversationIDList, customData })
    },

    /** Makes a group of conversations: at most 20 (51010), with names of at most 32 bytes (51011). */
    async createConversationGroup(groupName: string, conversationIDList: string[]): Promise<Results> {
      const problem = checkGroupName(groupName) ?? checkConversationIDs(conversationIDList)
      if (problem !== undefined) return problem
      return changeMany('conversation.createGroup', { name: groupName, conversationIDs: conversationIDList })
    },

    /** Deletes a group of conversations; the conversations stay. 51009 when there is none. */
    async deleteConversationGroup(groupName: string): Promise<V2TimCallback> {
      return (
        checkGroupName(groupName) ??
        change('conversation.deleteGroup', { name: groupName }, [ErrorCode.CONVERSATION_GROUP_NOT_FOUND])
      )
    },

    /** Gives a group of conversations another name. 51009 when there is none. */
    async renameConversationGroup(oldName: string, newName: string): Promise<V2TimCallback> {
      return (
        checkGroupName(oldName, 'oldName') ??
        checkGroupName(newName, 'newName') ??
        change('conversation.renameGroup', { name: oldName, newName }, [
          ErrorCode.CONVERSATION_GROUP_NOT_FOUND,
        ])
      )
    },

    /** Puts conversations into a group. 51009 when there is none. */
    async addConversationsToGroup(groupName: string, conversationIDList: string[]): Promise<Results> {
      const problem = checkGroupName(groupName) ?? checkConversationIDs(conversationIDList)
      if (problem !== undefined) return problem
      return changeMany('conversation.addToGroup', { name: groupName, conversationIDs: conversationIDList })
    },

    /** Takes conversations out of a group. 51009 when there is none. */
    async deleteConversationsFromGroup(groupName: string, conversationIDList: string[]): Promise<Results> {
      const problem = checkGroupName(groupName) ?? checkConversationIDs(conversationIDList)
      if (problem !== undefined) return problem
      return changeMany('conversation.removeFromGroup', {
        name: groupName,
        conversationIDs: conversationIDList,
      })
    },
  }
}
