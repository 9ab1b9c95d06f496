import type { NativeTap } from '../native/spec.ts'
import { tapForms } from './forms.ts'

/** A tapped notification, the same whatever the phone's maker. */
export interface PushTap {
  /** Where the vendor hands them on. */
  title?: string
  content?: string
  /** The sender's `offlinePushInfo.ext`, byte for byte; '' when there was none. */
  ext: string
  /** What the vendor's SDK or the intent gave, unchanged. */
  raw: Readonly<Record<string, unknown>>
}

/** Reads a tap by its vendor's form. Never throws: what cannot be read is left out. */
export const normaliseTap = (tap: NativeTap): PushTap => {
  const { title, content, ext } = tapForms[tap.vendor](tap.raw)
  return {
    ...(title === undefined ? {} : { title }),
    ...(content === undefined ? {} : { content }),
    ext: ext ?? '',
    raw: tap.raw,
  }
}
