import type { ConsoleGroupDetail } from '@carillon/protocol'
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'

import { Confirm } from '../../components/confirm.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Loaded, Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { dismissGroup, groupQuery, type GroupKey } from '../../data/groups.ts'
import { useMay } from '../../data/session.ts'
import { GroupMembers } from './group-members.tsx'
import { GroupSettings } from './group-settings.tsx'

/** A group: what it is, its settings, its members. */
export const GroupPage = ({ group }: { group: GroupKey }) => {
  const { t } = useTranslation()
  const found = useQuery(groupQuery(group))
  const app = `/apps/${group.sdkAppID}`
  const id = encodeURIComponent(group.groupID)
  return (
    <Page
      title={found.data?.groupName ?? group.groupID}
      lead={
        <Group gap="md">
          <Anchor component={Link} href={`${app}/groups`} size="sm">
            ← {t('groups.back')}
          </Anchor>
          <Copyable value={group.groupID} what={t('groups.id')} />
        </Group>
      }
      actions={
        <Group gap="xs">
          <Button component={Link} href={`${app}/stories?groupID=${id}&hours=24`} variant="default">
            {t('groups.stories')}
          </Button>
          <Button component={Link} href={`${app}/messages?group=${id}`} variant="default">
            {t('groups.messages')}
          </Button>
          {found.data && <Dismiss group={group} detail={found.data} />}
        </Group>
      }
    >
      <Loaded query={found} height={640}>
        {(detail) => (
          <Stack gap="lg">
            <Facts detail={detail} sdkAppID={group.sdkAppID} />
            <GroupSettings group={group} detail={detail} />
            <GroupMembers group={group} detail={detail} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

const Facts = ({ detail, sdkAppID }: { detail: ConsoleGroupDetail; sdkAppID: number }) => {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const { groupType, owner, memberCount, maxMemberCount, createdAtMs, lastMessageAtMs } = detail
  const count = number.format(memberCount)
  return (
    <Group gap="lg">
      <Text size="sm">
        {t('groups.type')}: <b>{groupType}</b>
      </Text>
      <Text size="sm" className="wrap-anywhere">
        {t('groups.owner')}:{' '}
        {owner === undefined ? (
          t('groups.noOwner')
        ) : (
          <Anchor
            component={Link}
            href={`/apps/${sdkAppID}/accounts?user=${encodeURIComponent(owner)}`}
            size="sm"
            underline="always"
          >
            {owner}
          </Anchor>
        )}
      </Text>
      <Text size="sm">
        {t('groups.members')}:{' '}
        {maxMemberCount === undefined
          ? count
          : t('groups.ofMost', { count, most: number.format(maxMemberCount) })}
      </Text>
      <Text size="sm">
        {t('groups.made')}: <Ago atMs={createdAtMs} />
      </Text>
      {lastMessageAtMs !== undefined && (
        <Text size="sm">
          {t('groups.lastMessage')}: <Ago atMs={lastMessageAtMs} />
        </Text>
      )}
    </Group>
  )
}

const Dismiss = ({ group, detail }: { group: GroupKey; detail: ConsoleGroupDetail }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const may = useMay('operator')
  const [isAsking, setAsking] = useState(false)
  const dismissing = useMutation({
    mutationFn: async () => await dismissGroup(group),
    onSuccess: async () => {
      navigate(`/apps/${group.sdkAppID}/groups`)
      client.removeQueries({ queryKey: ['apps', group.sdkAppID, 'group', group.groupID] })
      await client.invalidateQueries({ queryKey: ['apps', group.sdkAppID, 'groups'] })
    },
  })
  if (!may) return null
  return (
    <>
      <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsking(true)}>
        {t('groups.dismiss')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('groups.dismissTitle', { group: detail.groupName })}
        action={t('groups.dismiss')}
        error={dismissing.error}
        isPending={dismissing.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => dismissing.mutate()}
      >
        <Text>{t('groups.dismissText', { count: detail.memberCount })}</Text>
      </Confirm>
    </>
  )
}
