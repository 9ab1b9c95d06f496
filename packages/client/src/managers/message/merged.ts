import { ErrorCode } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import type { V2TimMessage } from '../../api/messages.ts'
import { failure, okWith, unknownIdCode } from '../../api/results.ts'
import { asRecord } from '../../connection/wire.ts'
import type { AccountSession } from '../../session/account-session.ts'
import { dropOldest } from '../../session/cursors.ts'
import { toMessageRecords } from '../../session/parse.ts'
import { messageNotFound, withAccount, type MessageParts } from './parts.ts'

/** Messages from inside merged ones that are remembered. */
const capacity = 2000

const notMerged = failure(unknownIdCode, 'this message is not mergeElem')

/** The method that opens merged messages. */
export const mergedMessages = ({ session }: MessageParts) => ({
  /** The messages inside a merged one, in their order. Also of one that was inside another. */
  async downloadMergerMessage(msgID: string): Promise<V2TimValueCallback<V2TimMessage[]>> {
    return withAccount(session, async (account) => {
      const kept = (await account.messages.findOne(msgID)) ?? account.merged.get(msgID)
      if (kept === undefined) return messageNotFound
      const element = kept.record.elements.find(({ type }) => type === 'merger')
      if (element?.type !== 'merger') return notMerged
      if (element.isLayersOverLimit === true || element.mergedID === undefined)
        return failure(
          ErrorCode.MERGER_MSG_LAYERS_OVER_LIMIT,
          'merged messages lie deeper in one another than the server keeps',
        )
      return download(account, element.mergedID)
    })
  },
})

const download = async (
  account: AccountSession,
  mergedID: string,
): Promise<V2TimValueCallback<V2TimMessage[]>> => {
  const list: V2TimMessage[] = []
  for (let offset: unknown = 0; typeof offset === 'number';) {
    const { code, desc, data } = await account.request('message.merged', { mergedID, offset })
    if (code !== ErrorCode.OK) return failure(code, desc)
    for (const record of toMessageRecords(data)) {
      const kept = account.messages.kept(record)
      account.merged.set(record.msgID, kept)
      list.push(account.messages.view(kept))
    }
    dropOldest(account.merged, capacity)
    const next = asRecord(data)?.nextOffset
    offset = typeof next === 'number' && next > offset ? next : undefined
  }
  return okWith(list)
}
