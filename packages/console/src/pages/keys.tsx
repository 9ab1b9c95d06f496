import { Alert, Button, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useAppID } from '../app/current-app.ts'
import { Confirm } from '../components/confirm.tsx'
import { Copyable } from '../components/copyable.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Failure } from '../components/failure.tsx'
import { Icon } from '../components/icon.tsx'
import { Loaded, Page } from '../components/page.tsx'
import { Ago } from '../components/time.tsx'
import { addKey, keysQuery, removeKey } from '../data/apps.ts'

/** Secret keys: add one, let it replace the old one, remove that. */
export const KeysPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const client = useQueryClient()
  const keys = useQuery(keysQuery(sdkAppID))
  const refresh = async (): Promise<void> => await client.invalidateQueries(keysQuery(sdkAppID))
  const adding = useMutation({ mutationFn: async () => await addKey(sdkAppID), onSuccess: refresh })
  const [removed, setRemoved] = useState<number>()
  const removing = useMutation({
    mutationFn: async (keyID: number) => await removeKey(sdkAppID, keyID),
    onSuccess: async () => {
      setRemoved(undefined)
      await refresh()
    },
  })
  return (
    <Page
      title={t('places.keys')}
      lead={t('keys.lead')}
      actions={
        <Button leftSection={<Icon name="add" />} onClick={() => adding.mutate()} loading={adding.isPending}>
          {t('keys.add')}
        </Button>
      }
    >
      <Stack>
        {adding.data && (
          <Alert title={t('keys.made')} variant="light" role="status">
            <Stack gap="xs">
              <Copyable value={adding.data.secretKey} what={t('keys.secret')} />
              <Text size="sm">{t('keys.once')}</Text>
            </Stack>
          </Alert>
        )}
        {adding.isError && <Failure error={adding.error} />}
        <Loaded query={keys}>
          {(list) => (
            <DataTable
              label={t('places.keys')}
              minWidth={340}
              heads={[t('keys.number'), t('keys.secret'), t('keys.madeAt'), '']}
            >
              {list.map((key) => (
                <Table.Tr key={key.keyID}>
                  <Table.Td>{key.keyID}</Table.Td>
                  <Table.Td ff="monospace">…{key.ending}</Table.Td>
                  <Table.Td>
                    <Ago atMs={key.createdAtMs} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="xs"
                      variant="default"
                      disabled={list.length === 1}
                      onClick={() => setRemoved(key.keyID)}
                    >
                      {t('keys.remove')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </DataTable>
          )}
        </Loaded>
      </Stack>
      <Confirm
        isOpen={removed !== undefined}
        title={t('keys.removeTitle', { key: removed })}
        action={t('keys.remove')}
        error={removing.error}
        isPending={removing.isPending}
        onClose={() => setRemoved(undefined)}
        onConfirm={() => removed !== undefined && removing.mutate(removed)}
      >
        <Text>{t('keys.removeText')}</Text>
      </Confirm>
    </Page>
  )
}
