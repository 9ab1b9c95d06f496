import Type from 'typebox'

/** Parts that several schemas share. */
export const uint32 = Type.Integer({ minimum: 0, maximum: 0xffff_ffff })
export const seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const none = Type.Object({}, { additionalProperties: false })

/** An ID as it comes; whether it is a good one is answered with a code of its own. */
export const anyID = Type.String({ maxLength: 256 })
