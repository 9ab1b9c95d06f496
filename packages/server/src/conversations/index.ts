export { deleteConversation, markConversations, pinConversation, setCustomData } from './change.ts'
export { groupNamesOf } from './group-names.ts'
export { addToGroup, createGroup, deleteGroup, removeFromGroup, renameGroup } from './groups.ts'
export { getConversations, listConversations, totalUnread } from './list.ts'
