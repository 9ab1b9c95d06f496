import type { ConversationEvents } from './conversations.ts'
import type { GroupEvents } from './groups.ts'
import type { MessageEvents } from './messages.ts'
import type { SessionEvents } from './session.ts'

/** Every event the server sends and what it carries. */
export interface EventMap extends SessionEvents, MessageEvents, ConversationEvents, GroupEvents {}

/** The name of an event. */
export type EventName = keyof EventMap
