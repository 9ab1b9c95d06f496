import Type from 'typebox'

import type { MessageMethods } from '../../methods/messages.ts'
import { messageContentFields } from '../messages.ts'
import { anyID, uint32 } from '../parts.ts'

const sendMessageParams = Type.Union([
  Type.Object({ ...messageContentFields, receiver: anyID, random: uint32 }, { additionalProperties: false }),
  Type.Object({ ...messageContentFields, groupID: anyID, random: uint32 }, { additionalProperties: false }),
])

export const messageParams = {
  'message.send': sendMessageParams,
} as const satisfies Record<keyof MessageMethods, unknown>
