import { reasons, vendorIds, type ReasonCode } from '@carillon/protocol'
import Type from 'typebox'

import { isName, nameRule } from '../../admin/index.ts'
import { invalidField } from '../console-error.ts'

const strict = { additionalProperties: false } as const

/** Parts of the API's schemas. */
export const sdkAppID = Type.Integer({ minimum: 1, maximum: 0xffff_ffff })
export const certificateID = Type.Integer({ minimum: 1, maximum: 0x7fff_ffff })
export const name = Type.String({ minLength: 1, maxLength: 100 })
/** No other text is a userID, a deviceID or a message's ID, and the database takes not every text. */
export const userID = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x20-\\x7e]+$' })
export const groupID = Type.String({ minLength: 1, maxLength: 48, pattern: '^[\\x20-\\x7e]+$' })
export const msgID = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' })
export const token = Type.String({ minLength: 1, maxLength: 4096, pattern: '^[^\\x00-\\x20]+$' })
export const vendorID = Type.Union(vendorIds.map((id) => Type.Literal(id)))
export const reason = Type.Union((Object.keys(reasons) as ReasonCode[]).map((code) => Type.Literal(code)))
export const epochMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })
export const role = Type.Union([Type.Literal('owner'), Type.Literal('operator'), Type.Literal('support')])
export const personID = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const password = Type.String({ minLength: 1, maxLength: 256 })

/** The app a path is about. */
export const appPath = Type.Object({ sdkAppID }, strict)

/** An object that takes nothing else. */
export const exactly = <P extends Type.TProperties>(properties: P) => Type.Object(properties, strict)

/** The user a path is about. */
export const userPath = exactly({ sdkAppID, userID })

/** The group a path is about. */
export const groupPath = exactly({ sdkAppID, groupID })

/** The beginning of what a list is to hold, and how much of it. */
export const search = Type.Optional(Type.String({ maxLength: 64 }))
export const pageSize = Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }))

/** A name without the spaces around it. @throws ConsoleError beside the field for what is none */
export const readName = (text: string): string => {
  const trimmed = text.trim()
  if (isName(trimmed)) return trimmed
  throw invalidField('name', nameRule)
}
