import type { Method } from '../../methods/index.ts'
import { messageParams } from './messages.ts'
import { pushParams } from './push.ts'
import { sessionParams } from './session.ts'

/** Each request's parameters, for the one place that checks them. */
export const paramsSchemas = {
  ...sessionParams,
  ...messageParams,
  ...pushParams,
} as const satisfies Record<Method, unknown>
