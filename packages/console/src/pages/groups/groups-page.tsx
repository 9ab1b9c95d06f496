import type { ConsoleGroup } from '@carillon/protocol'
import { Anchor, Button, Stack, Table, Text } from '@mantine/core'
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
import { groupsQuery } from '../../data/groups.ts'
import { useMay } from '../../data/session.ts'
import { CreateGroup } from './create-group.tsx'
import { GroupPage } from './group-page.tsx'

/** The groups of an app: found and made; one of them with `?group=`. */
export const GroupsPage = () => {
  const sdkAppID = useAppID()
  const groupID = new URLSearchParams(useSearch()).get('group') ?? ''
  return groupID === '' ? (
    <GroupList key={sdkAppID} sdkAppID={sdkAppID} />
  ) : (
    <GroupPage key={`${sdkAppID} ${groupID}`} group={{ sdkAppID, groupID }} />
  )
}

const GroupList = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const may = useMay('operator')
  const { text, search, setText } = useSearchText()
  const [isCreating, setCreating] = useState(false)
  const groups = useInfiniteQuery(groupsQuery(sdkAppID, search))
  return (
    <Page
      title={t('places.groups')}
      lead={t('groups.lead')}
      actions={
        may && (
          <Button leftSection={<Icon name="add" />} onClick={() => setCreating(true)}>
            {t('groups.create')}
          </Button>
        )
      }
    >
      <Stack>
        <SearchField label={t('groups.search')} value={text} onChange={setText} />
        <FoundList
          query={groups}
          itemsOf={(page) => page.groups}
          more={t('groups.more')}
          empty={
            search === '' ? (
              <Empty title={t('groups.none')} text={t('groups.noneText')} />
            ) : (
              <Empty title={t('groups.notFound')} text={t('groups.notFoundText', { search })} />
            )
          }
        >
          {(found) => (
            <DataTable
              label={t('places.groups')}
              minWidth={640}
              heads={[
                t('groups.name'),
                t('groups.type'),
                t('groups.owner'),
                t('groups.members'),
                t('groups.made'),
              ]}
            >
              {found.map((group) => (
                <Row key={group.groupID} sdkAppID={sdkAppID} group={group} />
              ))}
            </DataTable>
          )}
        </FoundList>
      </Stack>
      {may && <CreateGroup sdkAppID={sdkAppID} isOpen={isCreating} onClose={() => setCreating(false)} />}
    </Page>
  )
}

const Row = ({ sdkAppID, group }: { sdkAppID: number; group: ConsoleGroup }) => {
  const { t } = useTranslation()
  const { groupID, groupName, groupType, owner, memberCount, createdAtMs } = group
  return (
    <Table.Tr>
      <Table.Td className="wrap-anywhere" maw={320}>
        <Anchor
          component={Link}
          href={`/apps/${sdkAppID}/groups?group=${encodeURIComponent(groupID)}`}
          fw={600}
          size="sm"
        >
          {groupName}
        </Anchor>
        <Text size="xs" c="dimmed">
          {groupID}
        </Text>
      </Table.Td>
      <Table.Td>{groupType}</Table.Td>
      <Table.Td className="wrap-anywhere">{owner ?? t('groups.noOwner')}</Table.Td>
      <Table.Td>{memberCount}</Table.Td>
      <Table.Td>
        <Ago atMs={createdAtMs} />
      </Table.Td>
    </Table.Tr>
  )
}
