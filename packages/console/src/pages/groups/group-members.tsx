import type { ConsoleGroupDetail } from '@carillon/protocol'
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DataTable } from '../../components/data-table.tsx'
import { FoundList, SearchField, useSearchText } from '../../components/found-list.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty } from '../../components/page.tsx'
import { membersQuery, type GroupKey } from '../../data/groups.ts'
import { useMay } from '../../data/session.ts'
import { AddMembers } from './add-members.tsx'
import { MemberRow } from './member-row.tsx'

/** The members of a group, whom an operator adds, changes and removes. */
export const GroupMembers = ({ group, detail }: { group: GroupKey; detail: ConsoleGroupDetail }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('operator')
  const { text, search, setText } = useSearchText()
  const [isAdding, setAdding] = useState(false)
  const members = useInfiniteQuery(membersQuery(group, search))
  const refresh = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['apps', group.sdkAppID, 'group', group.groupID] }),
      client.invalidateQueries({ queryKey: ['apps', group.sdkAppID, 'groups'] }),
    ])
  }
  return (
    <Card withBorder component="section" aria-label={t('groups.members')}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t('groups.members')}
        </Title>
        {may && detail.can.addMembers && (
          <Button variant="default" leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t('groups.add')}
          </Button>
        )}
      </Group>
      <Stack>
        {!detail.can.addMembers && (
          <Text size="sm" c="dimmed">
            {t('groups.noAdding', { type: detail.groupType })}
          </Text>
        )}
        <SearchField label={t('groups.findMember')} value={text} onChange={setText} />
        <FoundList
          query={members}
          itemsOf={(page) => page.members}
          more={t('groups.more')}
          empty={<Empty title={t('groups.noMembers')} text={t('groups.noMembersText')} />}
        >
          {(found) => (
            <DataTable
              label={t('groups.members')}
              minWidth={620}
              heads={[
                t('groups.member'),
                t('groups.role'),
                t('groups.joined'),
                t('groups.muted'),
                ...(may ? [''] : []),
              ]}
            >
              {found.map((member) => (
                <MemberRow
                  key={member.userID}
                  group={group}
                  can={detail.can}
                  member={member}
                  onChanged={refresh}
                />
              ))}
            </DataTable>
          )}
        </FoundList>
      </Stack>
      <AddMembers group={group} isOpen={isAdding} onClose={() => setAdding(false)} onAdded={refresh} />
    </Card>
  )
}
