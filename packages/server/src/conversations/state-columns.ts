import { c2cConversationID, groupConversationID, type ConversationState } from '@carillon/protocol'

/** The columns of a row `m` of conversation_members that make a `ConversationState`. */
export const stateColumns = `m.user_id as "userID", m.conversation_id as "conversationID",
  m.peer_user_id as "peerUserID", m.group_id as "groupID", m.receive_option as "receiveOption",
  m.read_seq as "readSeq", m.peer_read_at as "peerReadAtMs", m.first_seq as "firstSeq",
  m.unlisted_seq as "unlistedSeq", m.pinned_at as "pinnedAtMs", m.marks::text as marks,
  m.custom_data as "customData", m.conversation_groups as "conversationGroups", m.state_version as version`

/** A row of `stateColumns`. */
export interface StateRow {
  userID: string
  conversationID: number
  peerUserID: string | null
  groupID: string | null
  receiveOption: number
  readSeq: number
  peerReadAtMs: number | null
  firstSeq: number
  unlistedSeq: number
  pinnedAtMs: number | null
  /** As text: a number of JavaScript holds only 53 bits. */
  marks: string
  customData: string
  conversationGroups: string[]
  version: number
}

/** What devices are told of a row. */
export const toState = (row: StateRow): ConversationState => ({
  conversationID:
    row.groupID === null ? c2cConversationID(row.peerUserID ?? '') : groupConversationID(row.groupID),
  version: row.version,
  receiveOption: row.receiveOption,
  readSeq: row.readSeq,
  ...(row.peerReadAtMs === null ? {} : { peerReadAtMs: row.peerReadAtMs }),
  firstSeq: row.firstSeq,
  unlistedSeq: row.unlistedSeq,
  ...(row.pinnedAtMs === null ? {} : { pinnedAtMs: row.pinnedAtMs }),
  marks: marksOf(row.marks),
  customData: row.customData,
  groups: row.conversationGroups,
})

/** Numbers of the bits that are set in a signed 64-bit number. */
const marksOf = (bits: string): number[] => {
  if (bits === '0') return []
  const value = BigInt.asUintN(64, BigInt(bits))
  return Array.from({ length: 64 }, (_, mark) => mark).filter((mark) => ((value >> BigInt(mark)) & 1n) === 1n)
}

/** A mark as a bit, the way the database takes it: signed. */
export const bitOf = (mark: number): string => BigInt.asIntN(64, 1n << BigInt(mark)).toString()
