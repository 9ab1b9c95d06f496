/** Where messages go: to a user, or to a group. */
export type Peer = { kind: 'user'; userID: string } | { kind: 'group'; groupID: string }

export const conversationIDOf = (peer: Peer): string =>
  peer.kind === 'user' ? `c2c_${peer.userID}` : `group_${peer.groupID}`

/** Undefined for anything but `c2c_<userID>` and `group_<groupID>`. */
export const peerOf = (conversationID: string): Peer | undefined => {
  const [, kind, id = ''] = /^(c2c|group)_(.+)$/.exec(conversationID) ?? []
  if (kind === 'c2c') return { kind: 'user', userID: id }
  return kind === 'group' ? { kind: 'group', groupID: id } : undefined
}
