import type { ConsoleCertificateDetail } from '@carillon/protocol'
import { Alert, Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams, useSearch } from 'wouter'

import { CertificateForm, type CertificateGiven } from '../components/certificate-form.tsx'
import { Checklist } from '../components/checklist.tsx'
import { Confirm } from '../components/confirm.tsx'
import { Copyable } from '../components/copyable.tsx'
import { Failure } from '../components/failure.tsx'
import { Loaded, Page } from '../components/page.tsx'
import { ProbeResult } from '../components/probe.tsx'
import { vendorNames } from '../components/vendor.ts'
import {
  certificateQuery,
  certificatesQuery,
  changeCertificate,
  deleteCertificate,
  probeCertificate,
  vendorsQuery,
} from '../data/certificates.ts'
import { useMay } from '../data/session.ts'
import { Expiry } from './certificates.tsx'

/** One certificate: its ID, what its vendor says of it, its fields, and the end of it. */
export const CertificatePage = () => {
  const { t } = useTranslation()
  const { certificateID } = useParams<{ certificateID: string }>()
  const certificate = useQuery(certificateQuery(Number(certificateID)))
  // Whatever was just given is asked about at once.
  const [isFresh, setFresh] = useState(useSearch() === 'added')
  return (
    <Page
      title={
        certificate.data
          ? `${vendorNames[certificate.data.vendor]}: ${certificate.data.name}`
          : t('places.certificates')
      }
    >
      <Loaded query={certificate} height={480}>
        {(found) => (
          <Detail
            key={found.revision}
            certificate={found}
            isFresh={isFresh}
            onChange={() => setFresh(true)}
          />
        )}
      </Loaded>
    </Page>
  )
}

const Detail = ({
  certificate,
  isFresh,
  onChange,
}: {
  certificate: ConsoleCertificateDetail
  isFresh: boolean
  onChange: () => void
}) => {
  const { t } = useTranslation()
  const { certificateID, sdkAppID, vendor, name, values, secrets, devices, expiresAtMs } = certificate
  const client = useQueryClient()
  const may = useMay('operator')
  const vendors = useQuery(vendorsQuery)
  const changing = useMutation({
    mutationFn: async (given: CertificateGiven) => await changeCertificate(certificateID, given),
    onSuccess: async (changed) => {
      onChange()
      client.setQueryData(certificateQuery(certificateID).queryKey, changed)
      await client.invalidateQueries(certificatesQuery(sdkAppID))
    },
  })
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Stack>
        <Card withBorder>
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {t('certificates.id')}
            </Text>
            <Copyable value={String(certificateID)} what={t('certificates.id')} />
            <Text size="sm" c="dimmed">
              {t('certificates.bound', { count: devices })}
            </Text>
            {expiresAtMs !== undefined && (
              <Group gap="xs">
                <Text size="sm">{t('certificates.expires')}</Text>
                <Expiry atMs={expiresAtMs} />
              </Group>
            )}
          </Stack>
        </Card>
        {may && <Probe certificateID={certificateID} vendor={vendorNames[vendor]} isFresh={isFresh} />}
        <Loaded query={vendors} height={480}>
          {(list) => (
            <CertificateForm
              vendor={vendor}
              name={name}
              values={values}
              secrets={secrets}
              fields={list.find((each) => each.vendor === vendor)?.fields ?? []}
              error={changing.error}
              isPending={changing.isPending}
              isReadOnly={!may}
              submitLabel={t('certificates.change')}
              onSubmit={(given) => changing.mutate(given)}
            />
          )}
        </Loaded>
      </Stack>
      <Stack>
        <Checklist vendor={vendor} />
        <Button component={Link} href={`/apps/${sdkAppID}/test`} variant="default">
          {t('certificates.tryPush')}
        </Button>
        {may && <Delete certificate={certificate} />}
      </Stack>
    </SimpleGrid>
  )
}

/** Asks the vendor; by itself when the certificate was added or changed a moment ago. */
const Probe = ({
  certificateID,
  vendor,
  isFresh,
}: {
  certificateID: number
  vendor: string
  isFresh: boolean
}) => {
  const { t } = useTranslation()
  const probing = useMutation({ mutationFn: async () => await probeCertificate(certificateID) })
  const { mutate } = probing
  useEffect(() => {
    if (isFresh) mutate()
  }, [isFresh, mutate])
  return (
    <Stack gap="xs" aria-live="polite">
      <Button variant="default" w="fit-content" loading={probing.isPending} onClick={() => mutate()}>
        {t('probe.do', { vendor })}
      </Button>
      {probing.data && <ProbeResult probe={probing.data} vendor={vendor} />}
      {probing.isError && <Failure error={probing.error} />}
    </Stack>
  )
}

const Delete = ({ certificate }: { certificate: ConsoleCertificateDetail }) => {
  const { t } = useTranslation()
  const { certificateID, sdkAppID, devices } = certificate
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [isOpen, { open, close }] = useDisclosure(false)
  const deleting = useMutation({
    mutationFn: async () => await deleteCertificate(certificateID),
    onSuccess: async () => {
      await client.invalidateQueries(certificatesQuery(sdkAppID))
      navigate(`/apps/${sdkAppID}/certificates`, { replace: true })
    },
  })
  return (
    <>
      <Button variant="outline" color="red" onClick={open}>
        {t('certificates.delete')}
      </Button>
      <Confirm
        isOpen={isOpen}
        title={t('certificates.deleteTitle', { id: certificateID })}
        action={t('certificates.delete')}
        error={deleting.error}
        isPending={deleting.isPending}
        onClose={close}
        onConfirm={() => deleting.mutate()}
      >
        <Alert color="red" variant="light">
          {t('certificates.deleteText', { count: devices })}
        </Alert>
      </Confirm>
    </>
  )
}
