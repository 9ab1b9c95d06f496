import {
  groupLimits,
  GroupRole,
  type ConsoleGroupAbilities,
  type ConsoleGroupMember,
} from '@carillon/protocol'
import { Anchor, Badge, Button, Menu, Table, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { Confirm } from '../../components/confirm.tsx'
import { Failure } from '../../components/failure.tsx'
import { Ago } from '../../components/time.tsx'
import { changeMember, removeMember, type GroupKey, type MemberChange } from '../../data/groups.ts'
import { useMay } from '../../data/session.ts'
import { formatTime } from '../../i18n/format.ts'

const muteSeconds = [600, 3600, 86_400, groupLimits.muteSeconds] as const
/** A mute that lasts longer than a life. */
const foreverMs = 50 * 365 * 86_400_000

/** A member, and what can be done to it. */
export const MemberRow = ({
  group,
  can,
  member,
  onChanged,
}: {
  group: GroupKey
  can: ConsoleGroupAbilities
  member: ConsoleGroupMember
  onChanged: () => Promise<void>
}) => {
  const { t, i18n } = useTranslation()
  const may = useMay('operator')
  const [asked, setAsked] = useState<'owner' | 'remove'>()
  const { userID, nickName, nameCard, role, joinedAtMs, mutedUntilMs } = member
  const changing = useMutation({
    mutationFn: async (change: MemberChange | 'remove') =>
      change === 'remove' ? await removeMember(group, userID) : await changeMember(group, userID, change),
    onSuccess: async () => {
      setAsked(undefined)
      await onChanged()
    },
  })
  const shownName = [nameCard, nickName].find((name) => name !== null && name !== '')
  const muted =
    mutedUntilMs === undefined
      ? '–'
      : mutedUntilMs - Date.now() > foreverMs
        ? t('groups.mutedForever')
        : t('groups.mutedUntil', { time: formatTime(mutedUntilMs, i18n.language) })
  return (
    <Table.Tr>
      <Table.Td className="wrap-anywhere" maw={280}>
        <Anchor
          component={Link}
          href={`/apps/${group.sdkAppID}/accounts?user=${encodeURIComponent(userID)}`}
          fw={600}
          size="sm"
        >
          {userID}
        </Anchor>
        {shownName !== undefined && (
          <Text size="xs" c="dimmed">
            {shownName}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge
          variant="light"
          color={role === GroupRole.Member ? 'gray' : 'indigo'}
          c="bright"
          tt="none"
          radius="sm"
        >
          {t(`groups.roles.${role}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Ago atMs={joinedAtMs} />
      </Table.Td>
      <Table.Td>{muted}</Table.Td>
      {may && (
        <Table.Td ta="right">
          <MemberMenu
            can={can}
            member={member}
            isPending={changing.isPending}
            onChange={(change) => changing.mutate(change)}
            onAsk={(what) => {
              changing.reset()
              setAsked(what)
            }}
          />
          {changing.isError && asked === undefined && <Failure error={changing.error} />}
          <Confirm
            isOpen={asked !== undefined}
            title={t(asked === 'owner' ? 'groups.makeOwnerTitle' : 'groups.removeTitle', { user: userID })}
            action={t(asked === 'owner' ? 'groups.makeOwner' : 'groups.remove')}
            error={changing.error}
            isPending={changing.isPending}
            onClose={() => setAsked(undefined)}
            onConfirm={() => changing.mutate(asked === 'owner' ? { role: GroupRole.Owner } : 'remove')}
          >
            <Text ta="left">{t(asked === 'owner' ? 'groups.makeOwnerText' : 'groups.removeText')}</Text>
          </Confirm>
        </Table.Td>
      )}
    </Table.Tr>
  )
}

const MemberMenu = ({
  can,
  member,
  isPending,
  onChange,
  onAsk,
}: {
  can: ConsoleGroupAbilities
  member: ConsoleGroupMember
  isPending: boolean
  onChange: (change: MemberChange) => void
  onAsk: (what: 'owner' | 'remove') => void
}) => {
  const { t } = useTranslation()
  const { role, mutedUntilMs } = member
  const isOwner = role === GroupRole.Owner
  const other = role === GroupRole.Admin ? GroupRole.Member : GroupRole.Admin
  // Nothing is done to the owner but by making another one.
  if (isOwner || !Object.values(can).some(Boolean)) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          px="xs"
          loading={isPending}
          aria-label={t('groups.actions', { user: member.userID })}
        >
          ⋯
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {can.changeRoles && (
          <Menu.Item onClick={() => onChange({ role: other })}>
            {t(other === GroupRole.Admin ? 'groups.makeAdmin' : 'groups.makeMember')}
          </Menu.Item>
        )}
        {can.transferOwner && <Menu.Item onClick={() => onAsk('owner')}>{t('groups.makeOwner')}</Menu.Item>}
        {can.muteMembers && (
          <>
            <Menu.Label>{t('groups.mute')}</Menu.Label>
            {muteSeconds.map((seconds) => (
              <Menu.Item key={seconds} onClick={() => onChange({ muteSeconds: seconds })}>
                {t(`groups.muteFor.${seconds}`)}
              </Menu.Item>
            ))}
            {mutedUntilMs !== undefined && (
              <Menu.Item onClick={() => onChange({ muteSeconds: 0 })}>{t('groups.unmute')}</Menu.Item>
            )}
          </>
        )}
        {can.removeMembers && (
          <>
            <Menu.Divider />
            <Menu.Item c="var(--mantine-color-error)" onClick={() => onAsk('remove')}>
              {t('groups.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
