import type { V2TimConversation } from '@carillon/client'

import { dataOf, type Person } from './support.ts'

/** What a user's app was told of conversations. */
export interface ConversationNews {
  added: V2TimConversation[][]
  changed: V2TimConversation[][]
  totals: number[]
  syncs: string[]
  groups: { event: string; names: string[]; conversationIDs: string[] }[]
}

/** Listens to a person's conversations from now on. */
export const listen = (person: Person): ConversationNews => {
  const news: ConversationNews = { added: [], changed: [], totals: [], syncs: [], groups: [] }
  const group =
    (event: string) =>
    (name: string, list: readonly V2TimConversation[] = []): void => {
      news.groups.push({
        event,
        names: [name],
        conversationIDs: list.map(({ conversationID }) => conversationID),
      })
    }
  conversationsOf(person).addConversationListener({
    onSyncServerStart: () => news.syncs.push('start'),
    onSyncServerFinish: () => news.syncs.push('finish'),
    onSyncServerFailed: () => news.syncs.push('failed'),
    onNewConversation: (list) => news.added.push(list),
    onConversationChanged: (list) => news.changed.push(list),
    onTotalUnreadMessageCountChanged: (total) => news.totals.push(total),
    onConversationGroupCreated: group('created'),
    onConversationGroupDeleted: group('deleted'),
    onConversationGroupNameChanged: (from, to) =>
      news.groups.push({ event: 'renamed', names: [from, to], conversationIDs: [] }),
    onConversationsAddedToGroup: group('added'),
    onConversationsDeletedFromGroup: group('removed'),
  })
  return news
}

/** A person's conversation manager. */
export const conversationsOf = ({ tim }: Person) => tim.getConversationManager()

/** A person's whole list. */
export const listOf = async (person: Person): Promise<V2TimConversation[]> =>
  dataOf(await conversationsOf(person).getConversationList(100, '0')).conversationList ?? []

/** One of a person's conversations. */
export const conversationOf = async (person: Person, conversationID: string): Promise<V2TimConversation> =>
  dataOf(await conversationsOf(person).getConversation(conversationID))

/** The newest that was told of a conversation. */
export const lastTold = (
  { added, changed }: ConversationNews,
  conversationID: string,
): V2TimConversation | undefined =>
  changed.flat().findLast((each) => each.conversationID === conversationID) ??
  added.flat().findLast((each) => each.conversationID === conversationID)
