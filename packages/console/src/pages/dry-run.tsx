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
import { useProblems } from '../components/problems.ts'
import { Reason } from '../components/reason.tsx'
import { explainMessage, type DryRun, type ExplainedDevice } from '../data/push.ts'

/** What a message would do on each device of its recipient, without sending it. */
export const DryRunPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [address, setAddress] = useState<'to' | 'groupID'>('to')
  const [kind, setKind] = useState<'text' | 'custom'>('text')
  const [content, setContent] = useState('')
  const explaining = useMutation({
    mutationFn: async () =>
      await explainMessage(sdkAppID, { from: from.trim(), [address]: to.trim(), [kind]: content }),
  })
  const problems = useProblems(explaining.error, ['from', 'to', 'groupID', 'text', 'custom'])
  return (
    <Page title={t('places.dryRun')} lead={t('dryRun.lead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          explaining.mutate()
        }}
      >
        <Stack maw={640}>
          <SegmentedControl
            aria-label={t('dryRun.address')}
            value={address}
            onChange={(value) => setAddress(value)}
            data={[
              { value: 'to', label: t('dryRun.toUser') },
              { value: 'groupID', label: t('dryRun.toGroup') },
            ]}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t('dryRun.from')}
              required
              maxLength={64}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              error={problems.of('from')}
            />
            <TextInput
              label={t(address === 'to' ? 'dryRun.to' : 'dryRun.group')}
              required
              maxLength={64}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              error={problems.of(address)}
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
            error={problems.of(kind)}
          />
          <Button type="submit" w="fit-content" loading={explaining.isPending}>
            {t('dryRun.do')}
          </Button>
        </Stack>
      </form>
      <Stack mt="lg" aria-live="polite">
        {problems.rest != null && <Failure error={problems.rest} />}
        {explaining.data && <Explanation run={explaining.data} />}
      </Stack>
    </Page>
  )
}

const Explanation = ({ run: { devices, recipients, explained } }: { run: DryRun }) => {
  const { t } = useTranslation()
  return (
    <>
      {recipients === 0 && <Text>{t('dryRun.nobody')}</Text>}
      {explained < recipients && <Text>{t('dryRun.first', { recipients, explained })}</Text>}
      {devices.map((device) => (
        <Explained key={`${device.userID} ${device.deviceID}`} device={device} />
      ))}
    </>
  )
}

const Explained = ({ device }: { device: ExplainedDevice }) => {
  const { t } = useTranslation()
  const { notification, request, refusal } = device
  return (
    <Card withBorder component="section">
      <Stack gap="xs">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h4" className="wrap-anywhere">
              {device.deviceName ?? (device.deviceID || t('story.noDevice'))}
            </Title>
            <Text size="sm" c="dimmed" className="wrap-anywhere">
              {device.userID}
            </Text>
          </div>
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
          <Code
            block
            tabIndex={0}
            aria-label={t('dryRun.request')}
            className="wrap-anywhere"
            style={{ whiteSpace: 'pre-wrap' }}
          >
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
