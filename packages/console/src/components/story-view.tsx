import type { DeviceStory, PushStory, StoryEntry } from '@carillon/protocol'
import { Alert, Badge, Card, Code, Group, Stack, Text, Timeline, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { formatClock } from '../i18n/format.ts'
import { Reason } from './reason.tsx'
import { StateBadge, stateColor } from './state-badge.tsx'
import { vendorNames } from './vendor.ts'

/** The story of a message: a card a device, with every hop. */
export const StoryView = ({ story }: { story: PushStory }) => {
  const { t } = useTranslation()
  return (
    <Stack>
      {story.devices.length === 0 && <Text c="dimmed">{t('story.noDevices')}</Text>}
      {story.devices.map((device) => (
        <DeviceCard key={`${device.userID} ${device.deviceID}`} device={device} startMs={story.sentAtMs} />
      ))}
    </Stack>
  )
}

const notSent = new Set<DeviceStory['state']>(['suppressed', 'refused', 'expired', 'dropped'])

const DeviceCard = ({ device, startMs }: { device: DeviceStory; startMs: number }) => {
  const { t } = useTranslation()
  return (
    <Card withBorder component="section" aria-label={device.deviceName ?? device.deviceID}>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h4" className="wrap-anywhere">
            {device.deviceName ?? (device.deviceID || t('story.noDevice'))}
          </Title>
          <Text size="sm" c="dimmed">
            {device.userID}
            {device.vendor && ` · ${vendorNames[device.vendor]}`}
            {device.platform && ` · ${device.platform}`}
          </Text>
        </div>
        <StateBadge state={device.state} />
      </Group>
      {notSent.has(device.state) && (
        <Alert
          variant="light"
          color={device.state === 'suppressed' ? 'gray' : 'red'}
          mb="md"
          title={t('story.whyNot')}
        >
          <Reason code={device.reason} />
        </Alert>
      )}
      <Timeline bulletSize={14} lineWidth={2} active={device.entries.length}>
        {device.entries.map((entry, index) => (
          <Timeline.Item
            key={index}
            color={stateColor(entry.stage)}
            title={<EntryTitle entry={entry} startMs={startMs} />}
          >
            <Entry
              entry={entry}
              // What is to be done about a silent phone is of no use once more is heard of it.
              hasRemedy={entry.stage !== 'accepted' || device.state === 'accepted'}
            />
          </Timeline.Item>
        ))}
      </Timeline>
    </Card>
  )
}

const EntryTitle = ({ entry, startMs }: { entry: StoryEntry; startMs: number }) => {
  const { t, i18n } = useTranslation()
  return (
    <Group gap="xs">
      <Text span fw={600} size="sm">
        {t(`stages.${entry.stage}`)}
      </Text>
      <Text span size="xs" c="dimmed" component="time" dateTime={new Date(entry.atMs).toISOString()}>
        {formatClock(entry.atMs, i18n.language)} (+{Math.max(0, entry.atMs - startMs)} ms)
      </Text>
      {entry.certificateID !== undefined && (
        <Badge size="xs" variant="default" tt="none" radius="sm">
          {t('story.certificate', { id: entry.certificateID })}
        </Badge>
      )}
    </Group>
  )
}

const Entry = ({ entry, hasRemedy }: { entry: StoryEntry; hasRemedy: boolean }) => {
  const { t } = useTranslation()
  const { notification, vendorWords, vendorRequestID } = entry
  return (
    <Stack gap={4}>
      <Reason code={entry.reason} isWhole={false} hasRemedy={hasRemedy} />
      {notification && (
        <Text size="sm" className="wrap-anywhere">
          {t('story.shows')} <b>{notification.title}</b>: {notification.body}
        </Text>
      )}
      {vendorWords && (
        <Text size="sm" className="wrap-anywhere">
          {t('story.words')} <Code>{vendorWords.code}</Code> {vendorWords.text}
        </Text>
      )}
      {vendorRequestID !== undefined && (
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {t('story.requestID')} <Code>{vendorRequestID}</Code>
        </Text>
      )}
    </Stack>
  )
}
