import type { ConsoleCertificate } from '@carillon/protocol'
import { Anchor, Badge, Button, Group, Menu, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { useAppID } from '../app/current-app.ts'
import { Copyable } from '../components/copyable.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Icon } from '../components/icon.tsx'
import { Empty, Loaded, Page } from '../components/page.tsx'
import { Ago } from '../components/time.tsx'
import { vendorNames } from '../components/vendor.ts'
import { certificatesQuery, vendorsQuery } from '../data/certificates.ts'
import { useMay } from '../data/session.ts'

/** The certificates of an app. */
export const CertificatesPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const certificates = useQuery(certificatesQuery(sdkAppID))
  const may = useMay('operator')
  return (
    <Page
      title={t('places.certificates')}
      lead={t('certificates.lead')}
      actions={may && <AddMenu sdkAppID={sdkAppID} />}
    >
      <Loaded query={certificates}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('certificates.none')} text={t('certificates.noneText')} />
          ) : (
            <DataTable
              label={t('places.certificates')}
              heads={[
                t('certificates.name'),
                t('certificates.id'),
                t('certificates.devices'),
                t('certificates.changed'),
                t('certificates.expires'),
              ]}
            >
              {list.map((certificate) => (
                <Row key={certificate.certificateID} certificate={certificate} />
              ))}
            </DataTable>
          )
        }
      </Loaded>
    </Page>
  )
}

const Row = ({ certificate }: { certificate: ConsoleCertificate }) => {
  const { t } = useTranslation()
  const { sdkAppID, certificateID, vendor, name, devices, updatedAtMs, expiresAtMs } = certificate
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/apps/${sdkAppID}/certificates/${certificateID}`} fw={600}>
          {vendorNames[vendor]}
        </Anchor>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
      </Table.Td>
      <Table.Td>
        <Copyable value={String(certificateID)} what={t('certificates.id')} />
      </Table.Td>
      <Table.Td>{devices}</Table.Td>
      <Table.Td>
        <Ago atMs={updatedAtMs} />
      </Table.Td>
      <Table.Td>{expiresAtMs === undefined ? '–' : <Expiry atMs={expiresAtMs} />}</Table.Td>
    </Table.Tr>
  )
}

const monthMs = 30 * 86_400_000

/** When a certificate ends; a warning in its last month. */
export const Expiry = ({ atMs }: { atMs: number }) => {
  const { t } = useTranslation()
  const leftMs = atMs - Date.now()
  return (
    <Group gap="xs">
      <Ago atMs={atMs} />
      {leftMs < monthMs && (
        <Badge color="red" variant="light" c="bright" tt="none">
          {t(leftMs < 0 ? 'certificates.expired' : 'certificates.soon')}
        </Badge>
      )}
    </Group>
  )
}

const AddMenu = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const { data: vendors = [] } = useQuery(vendorsQuery)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Icon name="add" />}>{t('certificates.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {vendors.map(({ vendor }) => (
          <Menu.Item key={vendor} component={Link} href={`/apps/${sdkAppID}/certificates/new/${vendor}`}>
            {vendorNames[vendor]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
