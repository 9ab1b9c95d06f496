import { isVendorId } from '@carillon/protocol'
import { SimpleGrid } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useParams } from 'wouter'

import { useAppID } from '../app/current-app.ts'
import { CertificateForm, type CertificateGiven } from '../components/certificate-form.tsx'
import { Checklist } from '../components/checklist.tsx'
import { Empty, Loaded, Page } from '../components/page.tsx'
import { vendorNames } from '../components/vendor.ts'
import { addCertificate, certificateQuery, certificatesQuery, vendorsQuery } from '../data/certificates.ts'

/** Adds a certificate; the vendor is asked about it on the page that follows. */
export const NewCertificatePage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const { vendor } = useParams<{ vendor: string }>()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const vendors = useQuery(vendorsQuery)
  const adding = useMutation({
    mutationFn: async ({ name, fields }: CertificateGiven) =>
      await addCertificate(sdkAppID, { vendor, name, fields }),
    onSuccess: async (added) => {
      client.setQueryData(certificateQuery(added.certificateID).queryKey, added)
      await client.invalidateQueries(certificatesQuery(sdkAppID))
      navigate(`/apps/${sdkAppID}/certificates/${added.certificateID}?added`)
    },
  })
  if (!isVendorId(vendor))
    return (
      <Page title={t('notFound.title')}>
        <Empty title={t('notFound.title')} text={t('notFound.text')} />
      </Page>
    )
  return (
    <Page title={t('certificates.new', { vendor: vendorNames[vendor] })} lead={t('certificates.newLead')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Loaded query={vendors} height={480}>
          {(list) => (
            <CertificateForm
              key={vendor}
              vendor={vendor}
              name={vendorNames[vendor]}
              fields={list.find((each) => each.vendor === vendor)?.fields ?? []}
              error={adding.error}
              isPending={adding.isPending}
              submitLabel={t('certificates.save')}
              onSubmit={(given) => adding.mutate(given)}
            />
          )}
        </Loaded>
        <Checklist vendor={vendor} />
      </SimpleGrid>
    </Page>
  )
}
