import { Alert, Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useAppID } from '../app/current-app.ts'
import { Copyable } from '../components/copyable.tsx'
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
            <Table.ScrollContainer minWidth={420}>
              <Table verticalSpacing="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('keys.number')}</Table.Th>
                    <Table.Th>{t('keys.secret')}</Table.Th>
                    <Table.Th>{t('keys.madeAt')}</Table.Th>
                    <Table.Th />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
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
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Loaded>
      </Stack>
      <Modal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={t('keys.removeTitle', { key: removed })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack>
          <Text>{t('keys.removeText')}</Text>
          {removing.isError && <Failure error={removing.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setRemoved(undefined)} data-autofocus>
              {t('cancel')}
            </Button>
            <Button
              color="red.8"
              loading={removing.isPending}
              onClick={() => removed !== undefined && removing.mutate(removed)}
            >
              {t('keys.remove')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Page>
  )
}
