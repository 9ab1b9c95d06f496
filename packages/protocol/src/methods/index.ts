import { messageMethods, type MessageMethods } from './messages.ts'
import { pushMethods, type PushMethods } from './push.ts'
import { sessionMethods, type SessionMethods } from './session.ts'

export type * from './messages.ts'
export type * from './push.ts'
export type * from './session.ts'

/** Every request a client can make: its parameters and what a success carries. */
export interface MethodMap extends SessionMethods, MessageMethods, PushMethods {}

/** The name of a request. */
export type Method = keyof MethodMap

/** All requests by name. */
export const methods = [
  ...sessionMethods,
  ...messageMethods,
  ...pushMethods,
] as const satisfies readonly Method[]
