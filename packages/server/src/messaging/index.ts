export { Messaging, type MessagingParts } from './messaging.ts'
export type { Send, SendOutcome } from './types.ts'
