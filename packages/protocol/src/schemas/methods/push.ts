import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { PushMethods } from '../../methods/push.ts'
import { msgID, seq, uint32 } from '../parts.ts'

export const pushParams = {
  'push.setConfig': Type.Object(
    {
      certificateID: uint32,
      token: Type.String({ maxLength: limits.pushTokenBytes }),
      isVoIP: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  'push.selfTest': Type.Object(
    {
      title: Type.String({ minLength: 1, maxLength: 64 }),
      desc: Type.String({ minLength: 1, maxLength: 128 }),
      ext: Type.String({ maxLength: 256 }),
    },
    { additionalProperties: false },
  ),
  'push.report': Type.Object(
    {
      reports: Type.Array(
        Type.Object(
          { msgID, what: Type.Enum(['shown', 'tapped']), atMs: Type.Optional(seq) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: limits.pushReports },
      ),
    },
    { additionalProperties: false },
  ),
  'push.story': Type.Object({ msgID }, { additionalProperties: false }),
} as const satisfies Record<keyof PushMethods, unknown>
