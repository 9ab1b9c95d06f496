import type { ConsoleCertificateField, VendorId } from '@carillon/protocol'
import { useTranslation } from 'react-i18next'

/** The words of a vendor's fields in the language that is spoken; English is the schema's own. */
export const useFieldText = (
  vendor: VendorId,
): ((field: ConsoleCertificateField) => { label: string; help: string }) => {
  const { t } = useTranslation()
  return ({ name, label, help }) => {
    const text = (part: string, defaultValue: string): string =>
      t([`fields.${vendor}.${name}.${part}`, `fields.any.${name}.${part}`], { defaultValue })
    return { label: text('label', label), help: text('help', help) }
  }
}
