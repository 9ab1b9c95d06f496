import type { MessageAddress, MessageContent } from '../messages.ts'

/** A message to be sent: to one user, or to a group. */
export type SendMessageParams = MessageContent & MessageAddress & { random: number }

export interface SendMessageResult {
  msgID: string
  seq: number
  timestampMs: number
}

/** Requests about messages. */
export interface MessageMethods {
  'message.send': { params: SendMessageParams; result: SendMessageResult }
}

export const messageMethods = ['message.send'] as const satisfies readonly (keyof MessageMethods)[]
