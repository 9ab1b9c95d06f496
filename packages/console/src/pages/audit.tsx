import { Button, Code, Stack, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { DataTable } from '../components/data-table.tsx'
import { Failure } from '../components/failure.tsx'
import { Empty, Page } from '../components/page.tsx'
import { Ago } from '../components/time.tsx'
import { auditQuery } from '../data/people.ts'

/** What was changed, by whom and when. */
export const AuditPage = () => {
  const { t } = useTranslation()
  const audit = useInfiniteQuery(auditQuery)
  const entries = audit.data?.pages.flat() ?? []
  return (
    <Page title={t('places.audit')} lead={t('audit.lead')}>
      {audit.isError && <Failure error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isSuccess && entries.length === 0 && <Empty title={t('audit.none')} text={t('audit.lead')} />}
      <Stack align="flex-start">
        {entries.length > 0 && (
          <DataTable
            label={t('places.audit')}
            heads={[t('stories.time'), t('audit.who'), t('audit.what'), t('audit.target')]}
          >
            {entries.map((entry) => (
              <Table.Tr key={entry.auditID}>
                <Table.Td>
                  <Ago atMs={entry.atMs} />
                </Table.Td>
                <Table.Td className="wrap-anywhere">{entry.person}</Table.Td>
                <Table.Td>
                  <Code>{entry.action}</Code>
                </Table.Td>
                <Table.Td className="wrap-anywhere">
                  {entry.target} {entry.detail && <Code>{JSON.stringify(entry.detail)}</Code>}
                </Table.Td>
              </Table.Tr>
            ))}
          </DataTable>
        )}
        {audit.hasNextPage && (
          <Button
            variant="default"
            loading={audit.isFetchingNextPage}
            onClick={() => void audit.fetchNextPage()}
          >
            {t('audit.more')}
          </Button>
        )}
      </Stack>
    </Page>
  )
}
