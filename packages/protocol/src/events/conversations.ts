import type { ConversationGroupsState, ConversationState, MessageDeletion } from '../conversation-state.ts'

/** What changes about the user's own side of conversations. Sent to all devices of the user. */
export interface ConversationEvents {
  /** `stateVersion`: the user's, after this. States are given whole; absent lists are empty. */
  'conversation.state': {
    stateVersion: number
    conversations?: ConversationState[]
    deletions?: MessageDeletion[]
    /** Absent when the groups of conversations are as before. */
    groups?: ConversationGroupsState
  }
}
