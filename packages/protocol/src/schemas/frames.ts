import Type from 'typebox'

const frameNumber = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/**
 * The outer form of what a client may send. `params` is checked after it, by the method's own schema,
 * so that a wrong parameter is answered to its request and only a wrong frame ends the connection.
 */
export const clientFrameSchema = Type.Union([
  Type.Object(
    {
      type: Type.Literal('request'),
      id: frameNumber,
      method: Type.String({ maxLength: 64 }),
      params: Type.Unknown(),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('acknowledge'), eventID: frameNumber }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('ping') }, { additionalProperties: false }),
])
