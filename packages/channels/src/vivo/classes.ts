import type { OfflinePushInfo } from '@carillon/protocol'

import type { VivoCertificate } from './certificate.ts'
import { vivoOperationalCategories, vivoSystemCategories } from './fields.ts'

/** The class a message is sent in. */
export interface VivoClass {
  /** 0 operational, 1 system. */
  classification: 0 | 1
  category?: string
}

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name)

/**
 * The class of a message: `androidVIVOCategory` first, then `androidVIVOClassification`, then the
 * certificate. Always said, for vivo's default is operational: two a day and silent.
 */
export const vivoClassOf = (certificate: VivoCertificate, options: OfflinePushInfo): VivoClass => {
  const asked = classificationOf(options)
  const category = options.androidVIVOCategory?.trim().toUpperCase() || undefined
  if (category === undefined) {
    const own = classOfCategory(certificate.category)
    if (asked === undefined || asked === own) return { classification: own, category: certificate.category }
    // An operational message with a category of the certificate's other class would be refused.
    return asked === 1 ? { classification: 1, category: 'IM' } : { classification: 0 }
  }
  const isKnown = isOneOf([...vivoSystemCategories, ...vivoOperationalCategories], category)
  // A category that came after this table goes out as it is, in the class the sender asked for.
  return { classification: isKnown ? classOfCategory(category) : (asked ?? 1), category }
}

const classOfCategory = (category: string): 0 | 1 => (isOneOf(vivoOperationalCategories, category) ? 0 : 1)

const classificationOf = ({ androidVIVOClassification: value }: OfflinePushInfo): 0 | 1 | undefined => {
  const text = String(value ?? '').trim()
  if (text === '0') return 0
  return text === '1' ? 1 : undefined
}
