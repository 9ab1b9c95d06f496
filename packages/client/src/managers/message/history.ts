import {
  c2cConversationID,
  ErrorCode,
  groupConversationID,
  limits,
  type HistoryParams,
} from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import { HistoryMsgGetTypeEnum } from '../../api/enums.ts'
import type { V2TimMessage } from '../../api/messages.ts'
import { failure, okWith, type Failure } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import { checkUserID, invalid } from '../../messages/check.ts'
import type { AccountSession } from '../../session/account-session.ts'
import { toMessageRecords } from '../../session/parse.ts'
import type { MessagePlace, PageQuery } from '../../store/types.ts'
import { checkWhole, messageNotFound, toNumber, withAccount, type MessageParts } from './parts.ts'

type Listed = V2TimValueCallback<V2TimMessage[]>

/** Messages one call may ask for. */
const mostMessages = 1000

/** Codes that mean "the server cannot be reached": what this device has is the answer then. */
const networkCodes: readonly number[] = [
  ErrorCode.NO_NETWORK_ON_REQUEST,
  ErrorCode.NET_DISCONNECT,
  ErrorCode.NET_CONN_TIMEOUT,
  ErrorCode.NET_WAIT_ACK_TIMEOUT,
  ErrorCode.REQUEST_TIME_OUT,
]

/** Methods that read conversations. */
export const messageHistory = ({ session }: MessageParts) => {
  const older = async (
    conversationID: string | Failure,
    count: number,
    lastMsgID?: string,
  ): Promise<Listed> => read({ conversationID, direction: 'older', count, lastMsgID, isCloud: true })

  const read = async (request: {
    conversationID: string | Failure
    direction: 'older' | 'newer'
    count: number
    isCloud: boolean
    lastMsgID?: string | undefined
    lastMsgSeq?: number
    elemTypes?: readonly number[] | undefined
  }): Promise<Listed> =>
    withAccount(session, async (account) => {
      const {
        conversationID,
        direction,
        count,
        isCloud,
        lastMsgID = '',
        lastMsgSeq = -1,
        elemTypes,
      } = request
      if (typeof conversationID !== 'string') return conversationID
      const problem = checkWhole(count, 'count', 1, mostMessages)
      if (problem !== undefined) return problem
      const from = await placeOf(account, direction, lastMsgID, lastMsgSeq)
      if (from !== undefined && 'code' in from) return from
      const query: PageQuery = { conversationID, direction, count, from, ...(!isCloud && { elemTypes }) }
      if (isCloud && account.isOnline) {
        const fetched = await fetchCloud(account, query)
        if (fetched !== undefined && !networkCodes.includes(fetched.code)) return fetched
      }
      const kept = await account.messages.run((store) => store.page(query))
      return okWith(kept.map((each) => account.messages.view(each)))
    })

  return {
    /** Messages with a user from the server, newest first, older than `lastMsgID`. Without a connection: those of this device. */
    async getC2CHistoryMessageList(userID: string, count: number, lastMsgID?: string): Promise<Listed> {
      return older(c2cOf(userID), count, lastMsgID)
    },

    /** As `getC2CHistoryMessageList`, of a group. */
    async getGroupHistoryMessageList(groupID: string, count: number, lastMsgID?: string): Promise<Listed> {
      return older(groupOf(groupID), count, lastMsgID)
    },

    /**
     * A part of a conversation, from the server or from this device alone (the default): older ones newest
     * first, newer ones oldest first. Begins beside `lastMsgID`, or in a group with `lastMsgSeq`, which is
     * in it. `messageTypeList` counts on this device alone.
     */
    async getHistoryMessageList(
      count: number,
      getType: number = HistoryMsgGetTypeEnum.V2TIM_GET_LOCAL_OLDER_MSG,
      userID?: string,
      groupID?: string,
      lastMsgSeq = -1,
      lastMsgID?: string,
      messageTypeList?: number[],
    ): Promise<Listed> {
      const problem = checkWhole(getType, 'getType', 1, 4)
      if (problem !== undefined) return problem
      const isGroup = (groupID ?? '') !== ''
      return read({
        conversationID: isGroup ? groupOf(groupID) : c2cOf(userID),
        direction: getType % 2 === 1 ? 'older' : 'newer',
        isCloud: getType <= HistoryMsgGetTypeEnum.V2TIM_GET_CLOUD_NEWER_MSG,
        count,
        lastMsgID,
        lastMsgSeq: isGroup ? toNumber(lastMsgSeq) : -1,
        elemTypes: messageTypeList,
      })
    },

    /** Those of the messages this device has, recalled (status 6) and deleted ones (4) too. */
    async findMessages(messageIDList: string[]): Promise<Listed> {
      if (!Array.isArray(messageIDList)) return invalid('messageIDList: expected a list of msgIDs')
      return withAccount(session, async ({ messages }) =>
        okWith((await messages.find(messageIDList)).map((kept) => messages.view(kept))),
      )
    },
  }
}

const c2cOf = (userID: unknown): string | Failure =>
  checkUserID(userID, 'userID') ?? c2cConversationID(userID as string)

const groupOf = (groupID: unknown): string | Failure =>
  typeof groupID === 'string' && groupID !== ''
    ? groupConversationID(groupID)
    : failure(ErrorCode.GROUP_INVALID_ID, 'groupID: expected the ID of a group')

const placeOf = async (
  { messages }: AccountSession,
  direction: 'older' | 'newer',
  lastMsgID: string,
  lastMsgSeq: number,
): Promise<MessagePlace | undefined | Failure> => {
  if (lastMsgID !== '') return (await messages.findOne(lastMsgID)) ?? messageNotFound
  if (!(lastMsgSeq > 0)) return undefined
  // The message with this number is in the page.
  return direction === 'older'
    ? { seq: lastMsgSeq, localOrder: 1 }
    : { seq: lastMsgSeq - 1, localOrder: Number.MAX_SAFE_INTEGER }
}

/** Fetches a page into what this device keeps. A failure, or undefined when it is there. */
const fetchCloud = async (account: AccountSession, query: PageQuery): Promise<Failure | undefined> => {
  const { conversationID, direction, from, count } = query
  let fromSeq = from === undefined ? undefined : seqBeside(direction, from)
  for (let missing = count; missing > 0;) {
    const params: HistoryParams = {
      conversationID,
      direction,
      count: Math.min(missing, limits.historyPage),
      ...(fromSeq !== undefined && { fromSeq }),
    }
    const { code, desc, data } = await account.request('message.history', params)
    if (code !== ErrorCode.OK) return failure(code, desc)
    const answer = asRecord(data)
    const records = toMessageRecords(data)
    account.messages.note(conversationID, readStateOf(answer))
    await account.messages.keep(records)
    missing -= records.length
    fromSeq = Number(answer?.nextSeq)
    if (answer?.isFinished !== false || !Number.isSafeInteger(fromSeq)) return undefined
  }
  return undefined
}

/** The server leaves out the place a page begins at; local messages stand behind the one they came after. */
const seqBeside = (direction: 'older' | 'newer', { seq, localOrder }: MessagePlace): number =>
  direction === 'older' && localOrder > 0 ? seq + 1 : seq

const readStateOf = (
  answer: Record<string, unknown> | undefined,
): { readSeq?: number; peerReadAtMs?: number } => ({
  ...(typeof answer?.readSeq === 'number' && { readSeq: answer.readSeq }),
  ...(typeof answer?.peerReadAtMs === 'number' && { peerReadAtMs: answer.peerReadAtMs }),
})
