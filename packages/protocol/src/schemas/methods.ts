import Type from 'typebox'

import { limits } from '../limits.ts'
import type { Method } from '../methods.ts'
import { platforms } from '../platforms.ts'
import { messageContentFields } from './messages.ts'

const uint32 = Type.Integer({ minimum: 0, maximum: 0xffff_ffff })
const seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const unreadCount = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const none = Type.Object({}, { additionalProperties: false })

const loginParams = Type.Object(
  {
    sdkAppID: uint32,
    userID: Type.String({ maxLength: 256 }),
    userSig: Type.String({ maxLength: 8192 }),
    deviceID: Type.String({ minLength: 8, maxLength: limits.deviceIDBytes, pattern: '^[\\x21-\\x7e]+$' }),
    platform: Type.Enum([...platforms]),
    sdkVersion: Type.String({ maxLength: 32 }),
    deviceName: Type.Optional(Type.String({ maxLength: 64 })),
    isReconnect: Type.Boolean(),
    background: Type.Optional(Type.Object({ unreadCount }, { additionalProperties: false })),
    cursors: Type.Optional(
      Type.Record(Type.String({ maxLength: 64 }), seq, { maxProperties: limits.resumeCursors }),
    ),
  },
  { additionalProperties: false },
)

const sendMessageParams = Type.Object(
  { ...messageContentFields, receiver: Type.String({ maxLength: 256 }), random: uint32 },
  { additionalProperties: false },
)

const setPushConfigParams = Type.Object(
  { certificateID: uint32, token: Type.String({ maxLength: limits.pushTokenBytes }) },
  { additionalProperties: false },
)

/** Each request's parameters, for the one place that checks them. */
export const paramsSchemas = {
  login: loginParams,
  logout: none,
  'message.send': sendMessageParams,
  'push.setConfig': setPushConfigParams,
  'presence.background': Type.Object({ unreadCount }, { additionalProperties: false }),
  'presence.foreground': none,
  'server.time': none,
} as const satisfies Record<Method, unknown>
