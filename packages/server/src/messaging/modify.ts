import {
  addressOf,
  ErrorCode,
  type MessageElement,
  type MessageRecord,
  type ModifyMessageParams,
} from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import { changeMessage, noSuchMessage, type ChangeParts } from './changes.ts'
import { checkContent } from './check-content.ts'
import { findReadable, updateMessage } from './log-queries.ts'

/** The newest message, and whether it is another's. */
export interface ModifyMessageResult {
  isConflict: boolean
  message: MessageRecord
}

/**
 * Gives a message new text, custom content or custom data: whoever may read it may do so. When somebody
 * else was faster nothing is changed and the newest message is answered.
 */
export const modifyMessage = async (
  parts: ChangeParts,
  user: UserKey,
  params: ModifyMessageParams,
): Promise<{ ok: true; data: ModifyMessageResult } | { ok: false; code: number; desc: string }> => {
  const [found] = await findReadable(parts.database, user, [params.msgID])
  if (!found) return noSuchMessage
  return await changeMessage<ModifyMessageResult>(parts, user, params.msgID, async (db, message) => {
    const { record } = message
    const modified = withContent(record, params)
    if (modified === undefined)
      return {
        kind: 'refuse',
        code: ErrorCode.INVALID_PARAMETERS,
        desc: 'elements: only text and custom elements can be modified, and they keep their kind and place',
      }
    // The same once more: the answer to the first attempt was lost.
    if (isSameContent(record, modified))
      return { kind: 'nothing', data: { isConflict: false, message: record } }
    if (record.recalled !== undefined || (record.version ?? 0) !== params.version)
      return { kind: 'nothing', data: { isConflict: true, message: record } }
    const problem = checkContent({ ...contentOf(modified), ...addressOf(modified), random: record.random })
    if (problem) return { kind: 'refuse', ...problem }
    const next = { ...modified, version: params.version + 1 }
    await updateMessage(db, message, next)
    return {
      kind: 'change',
      content: { kind: 'modified', message: next },
      data: { isConflict: false, message: next },
    }
  })
}

/** The message with its new content; undefined when an element is not one that can be modified so. */
const withContent = (
  record: MessageRecord,
  { elements = [], cloudCustomData }: ModifyMessageParams,
): MessageRecord | undefined => {
  const next: MessageElement[] = [...record.elements]
  for (const { index, element } of elements) {
    if (record.recalled === undefined && next[index]?.type !== element.type) return undefined
    if (record.recalled === undefined) next[index] = element
  }
  return { ...record, elements: next, ...(cloudCustomData === undefined ? {} : { cloudCustomData }) }
}

const isSameContent = (one: MessageRecord, other: MessageRecord): boolean =>
  JSON.stringify([one.elements, one.cloudCustomData ?? '']) ===
  JSON.stringify([other.elements, other.cloudCustomData ?? ''])

const contentOf = ({
  elements,
  cloudCustomData,
}: MessageRecord): Pick<MessageRecord, 'elements' | 'cloudCustomData'> => ({
  elements,
  ...(cloudCustomData === undefined ? {} : { cloudCustomData }),
})
