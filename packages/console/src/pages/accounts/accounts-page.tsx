import type { ConsoleAccount } from '@carillon/protocol'
import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'

import { useAppID } from '../../app/current-app.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FoundList, SearchField, useSearchText } from '../../components/found-list.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { accountsQuery } from '../../data/accounts.ts'
import { useMay } from '../../data/session.ts'
import { AccountDetail } from './account-detail.tsx'
import { CreateAccount } from './create-account.tsx'

/** The accounts of an app: found, made, imported; one of them with `?user=`. */
export const AccountsPage = () => {
  const sdkAppID = useAppID()
  const userID = new URLSearchParams(useSearch()).get('user') ?? ''
  return userID === '' ? (
    <AccountList key={sdkAppID} sdkAppID={sdkAppID} />
  ) : (
    <AccountDetail key={`${sdkAppID} ${userID}`} sdkAppID={sdkAppID} userID={userID} />
  )
}

const AccountList = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const may = useMay('operator')
  const { text, search, setText } = useSearchText()
  const [isCreating, setCreating] = useState(false)
  const accounts = useInfiniteQuery(accountsQuery(sdkAppID, search))
  return (
    <Page
      title={t('places.accounts')}
      lead={t('accounts.lead')}
      actions={
        may && (
          <Group gap="xs">
            <Button component={Link} href={`/apps/${sdkAppID}/accounts/import`} variant="default">
              {t('accounts.import')}
            </Button>
            <Button leftSection={<Icon name="add" />} onClick={() => setCreating(true)}>
              {t('accounts.create')}
            </Button>
          </Group>
        )
      }
    >
      <Stack>
        <SearchField label={t('accounts.search')} value={text} onChange={setText} />
        <FoundList
          query={accounts}
          itemsOf={(page) => page.users}
          more={t('accounts.more')}
          empty={
            search === '' ? (
              <Empty title={t('accounts.none')} text={t('accounts.noneText')} />
            ) : (
              <Empty title={t('accounts.notFound')} text={t('accounts.notFoundText', { search })} />
            )
          }
        >
          {(users) => (
            <DataTable
              label={t('places.accounts')}
              minWidth={600}
              heads={[
                t('accounts.user'),
                t('accounts.nickName'),
                t('accounts.devices'),
                t('accounts.seen'),
                t('accounts.made'),
              ]}
            >
              {users.map((user) => (
                <Row key={user.userID} sdkAppID={sdkAppID} user={user} />
              ))}
            </DataTable>
          )}
        </FoundList>
      </Stack>
      {may && <CreateAccount sdkAppID={sdkAppID} isOpen={isCreating} onClose={() => setCreating(false)} />}
    </Page>
  )
}

const Row = ({ sdkAppID, user }: { sdkAppID: number; user: ConsoleAccount }) => {
  const { t } = useTranslation()
  const { userID, nickName, devices, lastSeenAtMs, isConnected, createdAtMs } = user
  return (
    <Table.Tr>
      <Table.Td className="wrap-anywhere">
        <Anchor component={Link} href={accountPath(sdkAppID, userID)} fw={600} size="sm">
          {userID}
        </Anchor>
      </Table.Td>
      <Table.Td className="wrap-anywhere" maw={260}>
        {nickName ?? (
          <Text span c="dimmed">
            –
          </Text>
        )}
      </Table.Td>
      <Table.Td>{devices}</Table.Td>
      <Table.Td>
        {isConnected ? (
          <Badge variant="light" color="teal" c="bright" tt="none" radius="sm">
            {t('accounts.connected')}
          </Badge>
        ) : lastSeenAtMs === undefined ? (
          t('accounts.never')
        ) : (
          <Ago atMs={lastSeenAtMs} />
        )}
      </Table.Td>
      <Table.Td>
        <Ago atMs={createdAtMs} />
      </Table.Td>
    </Table.Tr>
  )
}

/** The address of an account's page. */
const accountPath = (sdkAppID: number, userID: string): string =>
  `/apps/${sdkAppID}/accounts?user=${encodeURIComponent(userID)}`
