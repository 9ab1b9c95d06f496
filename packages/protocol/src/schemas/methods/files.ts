import Type from 'typebox'

import { limits } from '../../limits.ts'
import type { FileMethods } from '../../methods/files.ts'

const strict = { additionalProperties: false }

export const fileParams = {
  'file.prepareUpload': Type.Object(
    {
      purpose: Type.Enum(['image', 'sound', 'video', 'snapshot', 'file']),
      // Sizes that are not taken are answered with a code of their own.
      bytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      name: Type.String({ maxLength: 1024 }),
    },
    strict,
  ),
  'file.urls': Type.Object(
    {
      fileIDs: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: limits.filesPerRequest,
      }),
    },
    strict,
  ),
} as const satisfies Record<keyof FileMethods, unknown>
