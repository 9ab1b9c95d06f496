import Type from 'typebox'

import { limits } from '../limits.ts'

/** Parts that several schemas share. */
export const uint32 = Type.Integer({ minimum: 0, maximum: 0xffff_ffff })
export const seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const none = Type.Object({}, { additionalProperties: false })

/** An ID as it comes; whether it is a good one is answered with a code of its own. */
export const anyID = Type.String({ maxLength: 256 })

/** A message ID as it comes: opaque, so only its length is bounded. */
export const msgID = Type.String({ minLength: 1, maxLength: 128 })

/** A conversation ID as clients name it: `c2c_...` or `group_...`. */
export const conversationID = Type.String({ minLength: 1, maxLength: 64 })

/** Text of which the size in bytes is checked with a code of its own; here only a frame bounds it. */
export const longText = Type.String({ maxLength: limits.frameBytes })

/** Under which the messages of a merged one are kept. */
export const mergedID = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' })
