import type { V2TimAdvancedMsgListener } from '../../api/listeners.ts'
import { CreatedMessages } from '../../messages/created-messages.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { messageChanges } from './change.ts'
import { messageCreation } from './create.ts'
import { messageExtensions } from './extensions.ts'
import { messageHistory } from './history.ts'
import { messageInsertion } from './insert.ts'
import { mergedMessages } from './merged.ts'
import { receiveOptions } from './options.ts'
import { messageMedia } from './media.ts'
import type { MessageParts } from './parts.ts'
import { messageReading } from './reading.ts'
import { messageSearch } from './search.ts'
import { messageSending } from './send.ts'

/** Makes, sends, finds and changes messages, and tells of what happens to them. */
export const createMessageManager = (session: ClientSession) => {
  const parts: MessageParts = { session, created: new CreatedMessages() }
  return {
    ...messageCreation(parts),
    ...messageSending(parts),
    ...messageHistory(parts),
    ...messageChanges(parts),
    ...messageInsertion(parts),
    ...messageReading(parts),
    ...messageExtensions(parts),
    ...receiveOptions(parts),
    ...mergedMessages(parts),
    ...messageSearch(parts),
    ...messageMedia(parts),

    addAdvancedMsgListener(listener: V2TimAdvancedMsgListener): void {
      session.advancedListeners.add(listener)
    },

    /** Removes `listener`, or all listeners when none is given. */
    removeAdvancedMsgListener(listener?: V2TimAdvancedMsgListener): void {
      session.advancedListeners.remove(listener)
    },
  }
}

/** The methods of `getMessageManager()` that are built. */
export type MessageManager = ReturnType<typeof createMessageManager>
