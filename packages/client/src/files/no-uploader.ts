import { ErrorCode } from '@carillon/protocol'

import type { Uploader } from './types.ts'

/** The uploader of an SDK that has none. */
export const noUploader: Uploader = {
  upload: async () => ({
    code: ErrorCode.INTERFACE_NOT_SUPPORTED,
    desc: 'files cannot be uploaded yet by this version of Carillon',
  }),
}
