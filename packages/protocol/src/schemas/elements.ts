import Type from 'typebox'

import { limits } from '../limits.ts'
import { longText, mergedID } from './parts.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ maxLength })
const seconds = Type.Integer({ minimum: 0, maximum: 0xffff_ffff })
const pixels = Type.Integer({ minimum: 0, maximum: 1_000_000 })

const fileFields = (maximum: number) => ({
  fileID: Type.String({ minLength: 1, maxLength: 256 }),
  bytes: Type.Integer({ minimum: 1, maximum }),
})
const storedFile = (maximum: number) => Type.Object(fileFields(maximum), strict)
const storedImage = Type.Object({ ...fileFields(limits.imageBytes), width: pixels, height: pixels }, strict)

/** A text element. */
export const textElementSchema = Type.Object(
  { type: Type.Literal('text'), text: Type.String({ minLength: 1, maxLength: limits.frameBytes }) },
  strict,
)

/** A custom element. */
export const customElementSchema = Type.Object(
  { type: Type.Literal('custom'), data: longText, desc: longText, extension: longText },
  strict,
)

/** An element as a client may send it: group tips are the server's alone. */
export const elementSchema = Type.Union([
  textElementSchema,
  customElementSchema,
  Type.Object(
    {
      type: Type.Literal('image'),
      original: storedImage,
      large: Type.Optional(storedImage),
      thumb: Type.Optional(storedImage),
    },
    strict,
  ),
  Type.Object(
    { type: Type.Literal('sound'), sound: storedFile(limits.soundBytes), durationSeconds: seconds },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('video'),
      video: storedFile(limits.videoBytes),
      format: text(32),
      durationSeconds: seconds,
      snapshot: storedImage,
    },
    strict,
  ),
  Type.Object(
    { type: Type.Literal('file'), file: storedFile(limits.fileBytes), fileName: text(1024) },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('location'),
      desc: longText,
      longitude: Type.Number({ minimum: -180, maximum: 180 }),
      latitude: Type.Number({ minimum: -90, maximum: 90 }),
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('face'),
      index: Type.Integer({ minimum: -0x8000_0000, maximum: 0xffff_ffff }),
      data: longText,
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('merger'),
      title: longText,
      abstractList: Type.Array(longText, { maxItems: limits.mergerAbstracts }),
      compatibleText: longText,
      msgIDs: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
          minItems: 1,
          maxItems: limits.mergedMessages,
        }),
      ),
      mergedID: Type.Optional(mergedID),
      isLayersOverLimit: Type.Optional(Type.Boolean()),
    },
    strict,
  ),
])
