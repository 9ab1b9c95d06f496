import type { MessageSummary, ReasonCode, StoryOutcome, StorySummary } from '@carillon/protocol'
import { Anchor, Group, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { DataTable } from '../../components/data-table.tsx'
import { useReason } from '../../components/reason.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { Ago } from '../../components/time.tsx'
import { vendorNames } from '../../components/vendor.ts'

/** What became of messages on the devices that were looked for: a line a message and device. */
export const DeviceResults = ({ stories }: { stories: readonly StorySummary[] }) => {
  const { t } = useTranslation()
  return (
    <DataTable
      label={t('places.stories')}
      minWidth={760}
      heads={[
        t('stories.time'),
        t('stories.shown'),
        t('stories.device'),
        t('stories.state'),
        t('stories.why'),
      ]}
    >
      {stories.map((story) => (
        <Table.Tr key={`${story.msgID} ${story.userID} ${story.deviceID}`}>
          <Table.Td>
            <StoryLink msgID={story.msgID} atMs={story.atMs} />
          </Table.Td>
          <Table.Td maw={240}>
            <Shown notification={story.notification} />
          </Table.Td>
          <Table.Td>
            <Text size="sm" className="wrap-anywhere">
              {story.deviceName ?? (story.deviceID || t('story.noDevice'))}
            </Text>
            <Text size="xs" c="dimmed" className="wrap-anywhere">
              {story.userID}
              {story.vendor && ` · ${vendorNames[story.vendor]}`}
            </Text>
          </Table.Td>
          <Table.Td>
            <StateBadge state={story.state} />
          </Table.Td>
          <Table.Td maw={260}>
            <Meaning code={story.reason} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  )
}

/** What became of messages on all devices together: a line a message. */
export const MessageResults = ({ messages }: { messages: readonly MessageSummary[] }) => {
  const { t } = useTranslation()
  return (
    <DataTable
      label={t('places.stories')}
      minWidth={760}
      heads={[t('stories.time'), t('stories.message'), t('stories.shown'), t('stories.outcome')]}
    >
      {messages.map((message) => (
        <Table.Tr key={message.msgID}>
          <Table.Td>
            <StoryLink msgID={message.msgID} atMs={message.sentAtMs} />
          </Table.Td>
          <Table.Td>
            <Text size="sm" className="wrap-anywhere">
              {message.sender}
            </Text>
            <Text size="xs" c="dimmed" className="wrap-anywhere">
              {t('story.to')} {message.receiver ?? message.groupID}
            </Text>
          </Table.Td>
          <Table.Td maw={240}>
            <Shown notification={message.notification} />
          </Table.Td>
          <Table.Td>
            <Outcomes outcomes={message.outcomes} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  )
}

const StoryLink = ({ msgID, atMs }: { msgID: string; atMs: number }) => (
  <Anchor component={Link} href={`/stories/${encodeURIComponent(msgID)}`} size="sm">
    <Ago atMs={atMs} />
  </Anchor>
)

const Shown = ({ notification }: { notification: StorySummary['notification'] }) => {
  const { t } = useTranslation()
  return notification === undefined ? (
    <Text size="sm" c="dimmed">
      {t('stories.nothing')}
    </Text>
  ) : (
    <Text size="sm" truncate>
      {notification.title}: {notification.body}
    </Text>
  )
}

const shownOutcomes = 4

const Outcomes = ({ outcomes }: { outcomes: readonly StoryOutcome[] }) => {
  const { t } = useTranslation()
  if (outcomes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('story.noDevices')}
      </Text>
    )
  return (
    <Stack gap={4}>
      {outcomes.slice(0, shownOutcomes).map(({ state, reason, devices }) => (
        <Group key={`${state} ${reason}`} gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" miw={24} ta="right" aria-label={t('stories.devices', { count: devices })}>
            {devices}
          </Text>
          <StateBadge state={state} />
          <Meaning code={reason} />
        </Group>
      ))}
      {outcomes.length > shownOutcomes && (
        <Text size="sm" c="dimmed">
          {t('stories.more', { count: outcomes.length - shownOutcomes })}
        </Text>
      )}
    </Stack>
  )
}

const Meaning = ({ code }: { code: ReasonCode }) => <Text size="sm">{useReason(code).meaning}</Text>
