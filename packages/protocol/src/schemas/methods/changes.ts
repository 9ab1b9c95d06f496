import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { ChangeMethods } from '../../methods/changes.ts'
import { customElementSchema, textElementSchema } from '../elements.ts'
import { conversationID, longText, msgID, seq } from '../parts.ts'
import { msgIDs } from './messages.ts'

const strict = { additionalProperties: false }
const key = Type.String({ minLength: 1, maxLength: 1024 })

export const changeParams = {
  'message.recall': Type.Object({ msgID, reason: Type.Optional(Type.String({ maxLength: 1024 })) }, strict),
  'message.modify': Type.Object(
    {
      msgID,
      version: seq,
      elements: Type.Optional(
        Type.Array(
          Type.Object(
            {
              index: Type.Integer({ minimum: 0, maximum: limits.elementsPerMessage }),
              element: Type.Union([textElementSchema, customElementSchema]),
            },
            strict,
          ),
          { maxItems: limits.elementsPerMessage },
        ),
      ),
      cloudCustomData: Type.Optional(longText),
    },
    strict,
  ),
  'message.delete': Type.Object({ msgIDs }, strict),
  'conversation.clear': Type.Object({ conversationID }, strict),
  'message.setExtensions': Type.Object(
    {
      msgID,
      extensions: Type.Array(Type.Object({ key, value: longText, version: seq }, strict), {
        minItems: 1,
        maxItems: limits.extensionsPerRequest,
      }),
    },
    strict,
  ),
  'message.extensions': Type.Object({ msgID }, strict),
  'message.deleteExtensions': Type.Object(
    { msgID, keys: Type.Array(key, { maxItems: limits.extensionsPerRequest }) },
    strict,
  ),
} as const satisfies Record<keyof ChangeMethods, unknown>
