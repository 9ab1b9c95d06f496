export { clearConversation, deleteMessages, markAllRead, markRead } from './reading.ts'
export { deleteExtensions, listExtensions, setExtensions } from './extensions.ts'
export { findMessages, readHistory } from './history.ts'
export { lookIntoMessages, lookUpConversation, lookUpMessage, type LookedAt } from './look-up.ts'
export { readMerged } from './merged.ts'
export { Messaging, type MessagingParts } from './messaging.ts'
export { modifyMessage } from './modify.ts'
export { readMembers, readReceipts, sendReceipts } from './receipts.ts'
export { recallMessage } from './recall.ts'
export {
  allReceiveOption,
  setAllReceiveOption,
  setGroupReceiveOption,
  setUserReceiveOptions,
  userReceiveOptions,
} from './receive-options.ts'
export type { GroupSends, Send, SendOutcome } from './types.ts'
