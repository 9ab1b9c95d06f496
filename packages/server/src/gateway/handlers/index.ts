import type { Method } from '@carillon/protocol'

import { fileHandlers } from './files.ts'
import { groupHandlers } from './groups.ts'
import { changeHandlers } from './changes.ts'
import { conversationHandlers } from './conversations.ts'
import type { Handlers } from './handler.ts'
import { messageHandlers } from './messages.ts'
import { pushHandlers } from './push.ts'
import { readingHandlers } from './reading.ts'
import { sessionHandlers } from './session.ts'

export type { GatewayParts, MethodAnswer } from './handler.ts'
export { login } from './login.ts'

/** What a logged-in client can ask for. */
export const handlers: Handlers<Exclude<Method, 'login'>> = {
  ...sessionHandlers,
  ...messageHandlers,
  ...changeHandlers,
  ...readingHandlers,
  ...conversationHandlers,
  ...groupHandlers,
  ...pushHandlers,
  ...fileHandlers,
}
