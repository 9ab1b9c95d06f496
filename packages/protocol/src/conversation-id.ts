import type { MessageAddress } from './messages.ts'

/** `c2c_<userID of the other>`, as clients name a one-to-one conversation. */
export const c2cConversationID = (peerUserID: string): string => `c2c_${peerUserID}`

/** `group_<groupID>`, as clients name a group's conversation. */
export const groupConversationID = (groupID: string): string => `group_${groupID}`

/** The other user of a one-to-one conversation ID, or undefined when it is not one. */
export const peerOfC2CConversationID = (conversationID: string): string | undefined =>
  conversationID.startsWith('c2c_') && conversationID.length > 4 ? conversationID.slice(4) : undefined

/** The group of a group conversation ID, or undefined when it is not one. */
export const groupOfConversationID = (conversationID: string): string | undefined =>
  conversationID.startsWith('group_') && conversationID.length > 6 ? conversationID.slice(6) : undefined

/** The conversation an entry of a log belongs to, as user `me` names it. */
export const conversationIDOf = (
  entry: MessageAddress & { sender: { userID: string } },
  me: string,
): string => {
  if (entry.groupID !== undefined) return groupConversationID(entry.groupID)
  return c2cConversationID(entry.sender.userID === me ? entry.receiver : entry.sender.userID)
}

/** The address alone of what has one. */
export const addressOf = (addressed: MessageAddress): MessageAddress =>
  addressed.groupID === undefined ? { receiver: addressed.receiver } : { groupID: addressed.groupID }
