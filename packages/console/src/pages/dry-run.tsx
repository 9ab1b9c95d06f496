import {
  Badge,
  Button,
  Card,
  Code,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useAppID } from '../app/current-app.ts'
import { Failure } from '../components/failure.tsx'
import { Page } from '../components/page.tsx'
import { Reason } from '../components/reason.tsx'
import { explainMessage, type ExplainedDevice } from '../data/push.ts'

/** What a message would do on each device of its recipient, without sending it. */
export const DryRunPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [kind, setKind] = useState<'text' | 'custom'>('text')
  const [content, setContent] = useState('')
  const explaining = useMutation({
    mutationFn: async () =>
      await explainMessage(sdkAppID, { from: from.trim(), to: to.trim(), [kind]: content }),
  })
  return (
    <Page title={t('places.dryRun')} lead={t('dryRun.lead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          explaining.mutate()
        }}
      >
        <Stack maw={640}>
          <Group grow>
            <TextInput
              label={t('dryRun.from')}
              required
              maxLength={64}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              label={t('dryRun.to')}
              required
              maxLength={64}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </Group>
          <SegmentedControl
            aria-label={t('dryRun.kind')}
            value={kind}
            onChange={(value) => setKind(value)}
            data={[
              { value: 'text', label: t('dryRun.text') },
              { value: 'custom', label: t('dryRun.custom') },
            ]}
          />
          <Textarea
            label={t(kind === 'text' ? 'dryRun.text' : 'dryRun.custom')}
            required
            maxLength={10_000}
            autosize
            minRows={2}
            value={content}
            onChange={(event) => setContent(event.currentTarget.value)}
          />
          <Button type="submit" w="fit-content" loading={explaining.isPending}>
            {t('dryRun.do')}
          </Button>
        </Stack>
      </form>
      <Stack mt="lg" aria-live="polite">
        {explaining.isError && <Failure error={explaining.error} />}
        {explaining.data?.devices.map((device) => (
          <Explained key={device.deviceID} device={device} />
        ))}
      </Stack>
    </Page>
  )
}

const Explained = ({ device }: { device: ExplainedDevice }) => {
  const { t } = useTranslation()
  const { notification, request, refusal } = device
  return (
    <Card withBorder component="section">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {device.deviceName ?? (device.deviceID || t('story.noDevice'))}
          </Title>
          <Badge
            variant="light"
            color={device.decision === 'suppress' ? 'red' : 'teal'}
            c="bright"
            tt="none"
            radius="sm"
          >
            {t(`dryRun.decisions.${device.decision}`)}
          </Badge>
        </Group>
        <Reason code={device.reason} />
        {notification && (
          <Text size="sm">
            {t('story.shows')} <b>{notification.title}</b>: {notification.body}
          </Text>
        )}
        {refusal && (
          <Text size="sm" c="var(--mantine-color-error)">
            {t('dryRun.refused')} {refusal.words.code} {refusal.words.text}
          </Text>
        )}
        {request && (
          <Code block tabIndex={0} aria-label={t('dryRun.request')}>
            {[
              `${request.method} ${request.url}`,
              ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
              '',
              request.body,
            ].join('\n')}
          </Code>
        )}
      </Stack>
    </Card>
  )
}
