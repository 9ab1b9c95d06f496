import type { VendorWords } from '@carillon/protocol'

import { wellFormed } from './text.ts'

const maxWords = 500

/** A vendor's code and message as the story keeps them: the message unchanged, but cut to 500 characters. */
export const words = (code: string, text?: string): VendorWords => {
  const cutCode = wellFormed(code.slice(0, 100))
  return text === undefined || text === ''
    ? { code: cutCode }
    : { code: cutCode, text: wellFormed(text.slice(0, maxWords)) }
}
