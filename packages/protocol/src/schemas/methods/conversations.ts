import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { ConversationMethods } from '../../methods/conversations.ts'
import { conversationID, none } from '../parts.ts'

const strict = { additionalProperties: false }
// How many are allowed is answered with a code of its own; here memory is bounded.
const conversationIDs = Type.Array(conversationID, { minItems: 1, maxItems: 1000 })
const text = Type.String({ maxLength: 4096 })
const mark = Type.Integer({ minimum: 0, maximum: 63 })
const filter = Type.Optional(
  Type.Object(
    {
      kind: Type.Optional(Type.Union([Type.Literal('c2c'), Type.Literal('group')])),
      mark: Type.Optional(mark),
      group: Type.Optional(text),
    },
    strict,
  ),
)
const ofGroup = Type.Object({ name: text, conversationIDs }, strict)

export const conversationParams = {
  'conversation.list': Type.Object(
    {
      cursor: Type.Optional(Type.String({ maxLength: 64, pattern: '^[01]-[0-9]{1,16}-[0-9]{1,16}$' })),
      count: Type.Integer({ minimum: 1, maximum: limits.conversationsPage }),
      filter,
    },
    strict,
  ),
  'conversation.get': Type.Object(
    { conversationIDs: Type.Array(conversationID, { maxItems: limits.conversationsPerGet }) },
    strict,
  ),
  'conversation.unread': Type.Object({ filter }, strict),
  'conversation.delete': Type.Object(
    { conversationID, keepsMessages: Type.Optional(Type.Boolean()) },
    strict,
  ),
  'conversation.pin': Type.Object({ conversationID, isPinned: Type.Boolean() }, strict),
  'conversation.mark': Type.Object({ conversationIDs, mark, isMarked: Type.Boolean() }, strict),
  'conversation.setCustomData': Type.Object({ conversationIDs, customData: text }, strict),
  'conversation.groups': none,
  'conversation.createGroup': ofGroup,
  'conversation.deleteGroup': Type.Object({ name: text }, strict),
  'conversation.renameGroup': Type.Object({ name: text, newName: text }, strict),
  'conversation.addToGroup': ofGroup,
  'conversation.removeFromGroup': ofGroup,
} as const satisfies Record<keyof ConversationMethods, unknown>
