import type { VendorId } from '@carillon/protocol'
import { Card, List, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { vendorNames } from './vendor.ts'

/** What is still to be done on the vendor's own site and in the app. */
export const Checklist = ({ vendor }: { vendor: VendorId }) => {
  const { t } = useTranslation()
  const items = t(`checklists.${vendor}`, { returnObjects: true }) as unknown as readonly string[]
  return (
    <Card withBorder component="section" style={{ alignSelf: 'start' }}>
      <Title order={2} size="h4" mb={4}>
        {t('certificates.checklist', { vendor: vendorNames[vendor] })}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('certificates.checklistText')}
      </Text>
      <List spacing="xs" size="sm">
        {items.map((item) => (
          <List.Item key={item}>{item}</List.Item>
        ))}
      </List>
    </Card>
  )
}
