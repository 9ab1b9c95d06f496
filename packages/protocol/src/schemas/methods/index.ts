import type { Method } from '../../methods/index.ts'
import { changeParams } from './changes.ts'
import { conversationParams } from './conversations.ts'
import { fileParams } from './files.ts'
import { groupParams } from './groups.ts'
import { messageParams } from './messages.ts'
import { pushParams } from './push.ts'
import { receiptParams } from './receipts.ts'
import { receiveOptionParams } from './receive-options.ts'
import { sessionParams } from './session.ts'

/** Each request's parameters, for the one place that checks them. */
export const paramsSchemas = {
  ...sessionParams,
  ...messageParams,
  ...changeParams,
  ...receiptParams,
  ...receiveOptionParams,
  ...conversationParams,
  ...groupParams,
  ...pushParams,
  ...fileParams,
} as const satisfies Record<Method, unknown>
