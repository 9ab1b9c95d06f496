import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { PushMethods } from '../../methods/push.ts'
import { uint32 } from '../parts.ts'

export const pushParams = {
  'push.setConfig': Type.Object(
    { certificateID: uint32, token: Type.String({ maxLength: limits.pushTokenBytes }) },
    { additionalProperties: false },
  ),
} as const satisfies Record<keyof PushMethods, unknown>
