import { conversationIDOf, type Peer } from '../chat/conversation-id'

/** The ext of a message's push: where its tap leads, in the form TUIKit's apps use too. */
export const extOf = (peer: Peer): string =>
  JSON.stringify({
    entity: {
      action: 1,
      version: 1,
      chatType: peer.kind === 'user' ? 1 : 2,
      sender: peer.kind === 'user' ? peer.userID : peer.groupID,
    },
  })

/** The conversation an ext leads to; undefined when it is not one of these. Anybody may have written it. */
export const conversationIDOfExt = (ext: string): string | undefined => {
  const { chatType, sender } = entityOf(ext)
  if (typeof sender !== 'string' || sender === '') return undefined
  if (chatType === 1) return conversationIDOf({ kind: 'user', userID: sender })
  return chatType === 2 ? conversationIDOf({ kind: 'group', groupID: sender }) : undefined
}

const entityOf = (ext: string): { chatType?: unknown; sender?: unknown } => {
  try {
    const parsed: unknown = JSON.parse(ext)
    const { entity } = (parsed ?? {}) as { entity?: unknown }
    return typeof entity === 'object' && entity !== null ? entity : {}
  } catch {
    return {}
  }
}
