import { reasons, vendorIds, type ReasonCode, type VendorId } from '@carillon/protocol'
import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { vendorNames } from '../../components/vendor.ts'
import { lossReasons } from './search.ts'

/** Which cause of loss, and of which vendor's devices. */
export const ReasonInputs = ({
  reason,
  vendor,
  onReason,
  onVendor,
}: {
  reason: string
  vendor: VendorId | undefined
  onReason: (reason: string) => void
  onVendor: (vendor: VendorId | undefined) => void
}) => {
  const { t } = useTranslation()
  const meaningOf = (code: ReasonCode): string =>
    t(`reasons.${code}.meaning`, { defaultValue: reasons[code].meaning })
  const chosen = reason in reasons ? [reason as ReasonCode] : []
  return (
    <>
      <NativeSelect
        label={t('stories.kinds.reason')}
        flex={1}
        miw={200}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
        data={[...new Set([...lossReasons, ...chosen])].map((value) => ({ value, label: meaningOf(value) }))}
      />
      <NativeSelect
        label={t('overview.vendor')}
        value={vendor ?? ''}
        onChange={(event) => onVendor(vendorIds.find((id) => id === event.currentTarget.value))}
        data={[
          { value: '', label: t('overview.all') },
          ...vendorIds.map((value) => ({ value, label: vendorNames[value] })),
        ]}
      />
    </>
  )
}
