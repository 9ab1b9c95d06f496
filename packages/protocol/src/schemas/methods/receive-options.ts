import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { ReceiveOptionMethods } from '../../methods/receive-options.ts'
import { anyID, none, seq } from '../parts.ts'

const strict = { additionalProperties: false }
const upTo = (maximum: number) => Type.Integer({ minimum: 0, maximum })
const option = upTo(4)
const userIDs = Type.Array(anyID, { minItems: 1, maxItems: limits.receiveOptionUsers })

export const receiveOptionParams = {
  'conversation.setReceiveOption': Type.Union([
    Type.Object({ option, userIDs }, strict),
    Type.Object({ option, groupID: anyID }, strict),
  ]),
  'conversation.receiveOptions': Type.Object({ userIDs }, strict),
  'user.setAllReceiveOption': Type.Object(
    {
      option: Type.Union([Type.Literal(0), Type.Literal(2)]),
      startHour: upTo(23),
      startMinute: upTo(59),
      startSecond: upTo(59),
      startTimeStampMs: Type.Optional(seq),
      durationSeconds: upTo(0xffff_ffff),
      timeZone: Type.Optional(Type.String({ maxLength: 64 })),
      utcOffsetMinutes: Type.Integer({ minimum: -24 * 60, maximum: 24 * 60 }),
    },
    strict,
  ),
  'user.allReceiveOption': none,
} as const satisfies Record<keyof ReceiveOptionMethods, unknown>
