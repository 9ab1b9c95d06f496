import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { SessionMethods } from '../../methods/session.ts'
import { platforms } from '../../platforms.ts'
import { none, seq, uint32 } from '../parts.ts'

const unreadCount = Type.Integer({ minimum: 0, maximum: 1_000_000 })

const loginParams = Type.Object(
  {
    sdkAppID: uint32,
    userID: Type.String({ maxLength: 256 }),
    userSig: Type.String({ maxLength: 8192 }),
    deviceID: Type.String({ minLength: 8, maxLength: limits.deviceIDBytes, pattern: '^[\\x21-\\x7e]+$' }),
    platform: Type.Enum([...platforms]),
    sdkVersion: Type.String({ maxLength: 32 }),
    deviceName: Type.Optional(Type.String({ maxLength: 64 })),
    appVersion: Type.Optional(Type.String({ maxLength: 32, pattern: '^[\\x21-\\x7e]*$' })),
    language: Type.Optional(Type.String({ maxLength: 35, pattern: '^[0-9A-Za-z_@.=;-]*$' })),
    isReconnect: Type.Boolean(),
    background: Type.Optional(Type.Object({ unreadCount }, { additionalProperties: false })),
    cursors: Type.Optional(
      Type.Record(Type.String({ maxLength: 64 }), seq, { maxProperties: limits.resumeCursors }),
    ),
    stateVersion: Type.Optional(seq),
  },
  { additionalProperties: false },
)

export const sessionParams = {
  login: loginParams,
  logout: none,
  'presence.background': Type.Object({ unreadCount }, { additionalProperties: false }),
  'presence.foreground': none,
  'server.time': none,
} as const satisfies Record<keyof SessionMethods, unknown>
