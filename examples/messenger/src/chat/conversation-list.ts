import type { V2TimConversation } from '@carillon/client'

import { Store } from '../store'
import { sdk } from './sdk'

/** The conversations, pinned ones first, then the newest first. */
export const conversationList = new Store<readonly V2TimConversation[]>([])

/** Why the list cannot be shown; '' when it can. */
export const conversationListProblem = new Store('')

const pageSize = 100

// One listener for the life of the app: it is told of everything after each login.
sdk.getConversationManager().addConversationListener({
  onNewConversation: (list: V2TimConversation[]) => merge(list),
  onConversationChanged: (list: V2TimConversation[]) => merge(list),
})

/** Reads the whole list after a login. Afterwards the listener keeps it as it is. */
export const openConversationList = async (): Promise<void> => {
  conversationList.set([])
  for (let nextSeq = '0'; ;) {
    const { code, desc, data } = await sdk.getConversationManager().getConversationList(pageSize, nextSeq)
    conversationListProblem.set(code === 0 ? '' : `${desc} (${code})`)
    merge(data?.conversationList ?? [])
    if (code !== 0 || data?.isFinished !== false || data.nextSeq === undefined) return
    nextSeq = data.nextSeq
  }
}

const merge = (changed: readonly V2TimConversation[]): void => {
  const byID = new Map(conversationList.get().map((each) => [each.conversationID, each]))
  for (const each of changed) byID.set(each.conversationID, each)
  conversationList.set([...byID.values()].sort(inOrder))
}

const inOrder = (one: V2TimConversation, other: V2TimConversation): number =>
  Number(other.isPinned ?? false) - Number(one.isPinned ?? false) ||
  (other.orderkey ?? 0) - (one.orderkey ?? 0)
