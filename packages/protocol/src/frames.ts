import type { EventMap, EventName } from './events/index.ts'
import type { Method, MethodMap } from './methods/index.ts'

/** WebSocket subprotocol: the protocol's name and version. A change that breaks clients gets a new one. */
export const subprotocol = 'carillon.v1'

/** Path of the gateway's WebSocket. */
export const socketPath = '/v1/socket'

/** Client to server: do this and answer. `id` is the client's, unique while the connection lasts. */
export interface RequestFrame<M extends Method = Method> {
  type: 'request'
  id: number
  method: M
  params: MethodMap[M]['params']
}

/** Server to client: the answer to request `id`. `code` 0 is success; any other comes with `desc`. */
export interface ResponseFrame {
  type: 'response'
  id: number
  code: number
  desc?: string
  data?: unknown
}

/** Server to client: something happened. `eventID` counts 1, 2, 3, ... within the connection. */
export interface EventFrame<E extends EventName = EventName> {
  type: 'event'
  eventID: number
  name: E
  data: EventMap[E]
}

/** Client to server: every event up to and including `eventID` has reached the app. */
export interface AcknowledgeFrame {
  type: 'acknowledge'
  eventID: number
}

/** Client to server: are you there. Also tells the server that this client is. */
export interface PingFrame {
  type: 'ping'
}

/** Server to client: the answer to a ping. */
export interface PongFrame {
  type: 'pong'
}

/** All a client may send. */
export type ClientFrame = RequestFrame | AcknowledgeFrame | PingFrame

/** All a server may send. */
export type ServerFrame = ResponseFrame | { [E in EventName]: EventFrame<E> }[EventName] | PongFrame
