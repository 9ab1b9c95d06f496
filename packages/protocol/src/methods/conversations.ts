import type { FileURL } from './files.ts'
import type { ConversationFilter, ConversationRecord, ConversationResult } from '../conversation-state.ts'

type Nothing = Record<string, never>
interface Results {
  /** In the order asked for. */
  results: ConversationResult[]
}

/** Requests about the user's own list of conversations. */
export interface ConversationMethods {
  /** A page of the list: pinned ones first, then by the time of the last message, newest first. */
  'conversation.list': {
    params: { cursor?: string; count: number; filter?: ConversationFilter }
    /** `nextCursor` is absent on the last page. */
    result: {
      conversations: ConversationRecord[]
      nextCursor?: string
      groupNames: string[]
      /** Of pictures in last messages, good for a while. */
      urls?: FileURL[]
    }
  }
  /** Conversations whether listed or not, also such as were never used; what is no conversation ID is left out. */
  'conversation.get': {
    params: { conversationIDs: string[] }
    result: { conversations: ConversationRecord[]; urls?: FileURL[] }
  }
  /** Unread messages in all listed conversations whose receive option is 0. */
  'conversation.unread': { params: { filter?: ConversationFilter }; result: { count: number } }
  /** Takes a conversation from the list, and deletes its messages for the user unless `keepsMessages`. */
  'conversation.delete': { params: { conversationID: string; keepsMessages?: boolean }; result: Nothing }
  'conversation.pin': { params: { conversationID: string; isPinned: boolean }; result: Nothing }
  /** `mark`: 0 to 3, or 32 to 63. */
  'conversation.mark': {
    params: { conversationIDs: string[]; mark: number; isMarked: boolean }
    result: Results
  }
  'conversation.setCustomData': { params: { conversationIDs: string[]; customData: string }; result: Results }
  /** Names of the groups of conversations, in the order they were made. */
  'conversation.groups': { params: Nothing; result: { names: string[] } }
  /** Makes a group of conversations; one that is there already gets the conversations added. */
  'conversation.createGroup': { params: { name: string; conversationIDs: string[] }; result: Results }
  'conversation.deleteGroup': { params: { name: string }; result: Nothing }
  'conversation.renameGroup': { params: { name: string; newName: string }; result: Nothing }
  'conversation.addToGroup': { params: { name: string; conversationIDs: string[] }; result: Results }
  'conversation.removeFromGroup': { params: { name: string; conversationIDs: string[] }; result: Results }
}

export const conversationMethods = [
  'conversation.list',
  'conversation.get',
  'conversation.unread',
  'conversation.delete',
  'conversation.pin',
  'conversation.mark',
  'conversation.setCustomData',
  'conversation.groups',
  'conversation.createGroup',
  'conversation.deleteGroup',
  'conversation.renameGroup',
  'conversation.addToGroup',
  'conversation.removeFromGroup',
] as const satisfies readonly (keyof ConversationMethods)[]
