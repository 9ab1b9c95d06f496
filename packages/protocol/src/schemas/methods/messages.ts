import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { MessageMethods } from '../../methods/messages.ts'
import { messageContentFields } from '../messages.ts'
import { anyID, conversationID, mergedID, msgID, seq, uint32 } from '../parts.ts'

const strict = { additionalProperties: false }

const sendMessageParams = Type.Union([
  Type.Object({ ...messageContentFields, receiver: anyID, random: uint32 }, strict),
  Type.Object({ ...messageContentFields, groupID: anyID, random: uint32 }, strict),
])

/** Messages a request names. */
export const msgIDs = Type.Array(msgID, { minItems: 1, maxItems: limits.messagesPerRequest })

export const messageParams = {
  'message.send': sendMessageParams,
  'message.history': Type.Object(
    {
      conversationID,
      direction: Type.Union([Type.Literal('older'), Type.Literal('newer')]),
      count: Type.Integer({ minimum: 1, maximum: limits.historyPage }),
      fromSeq: Type.Optional(seq),
      fromTimeMs: Type.Optional(seq),
    },
    strict,
  ),
  'message.find': Type.Object(
    { msgIDs: Type.Array(msgID, { minItems: 1, maxItems: limits.foundMessages }) },
    strict,
  ),
  'message.merged': Type.Object(
    {
      mergedID,
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.mergedMessages })),
    },
    strict,
  ),
} as const satisfies Record<keyof MessageMethods, unknown>
