import {
  Autocomplete,
  Button,
  Card,
  Group,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ConsoleDevice, ConsoleUserDetail } from '@carillon/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'

import { useAppID } from '../app/current-app.ts'
import { DeviceFacts, receives } from '../components/device-facts.tsx'
import { Failure } from '../components/failure.tsx'
import { Icon } from '../components/icon.tsx'
import { Empty, Loaded, Page } from '../components/page.tsx'
import { useProblems } from '../components/problems.ts'
import { StoryView } from '../components/story-view.tsx'
import { sendTestPush, storyQuery, userQuery, usersQuery } from '../data/push.ts'
import { useMay } from '../data/session.ts'

/** The offline push test: a user, a device, a notification, and its story up to the tap. */
export const PushTestPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [, navigate] = useLocation()
  const chosen = new URLSearchParams(useSearch()).get('user') ?? ''
  const [text, setText] = useState(chosen)
  const [beginning] = useDebouncedValue(text, 200)
  const users = useQuery(usersQuery(sdkAppID, beginning))
  const user = useQuery({ ...userQuery(sdkAppID, chosen), enabled: chosen !== '' })
  const problems = useProblems(user.error, ['userID'])
  const choose = (userID: string): void => {
    if (userID.trim() !== '') navigate(`/apps/${sdkAppID}/test?user=${encodeURIComponent(userID.trim())}`)
  }
  return (
    <Page title={t('places.test')} lead={t('test.lead')}>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          choose(text)
        }}
      >
        <Group align="flex-start" mb="lg">
          <Autocomplete
            label={t('test.user')}
            description={t('test.userHelp')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            error={text.trim() === chosen ? problems.of('userID') : undefined}
            flex={1}
            maw={420}
            maxLength={64}
            value={text}
            onChange={setText}
            onOptionSubmit={choose}
            data={(users.data ?? []).map(({ userID }) => userID)}
            filter={({ options }) => options}
          />
          <Button type="submit" leftSection={<Icon name="search" />} mt={25}>
            {t('test.find')}
          </Button>
        </Group>
      </form>
      {chosen === '' && <Empty title={t('test.start')} text={t('test.startText')} />}
      {chosen !== '' && problems.of('userID') === undefined && (
        <Loaded query={user} height={360}>
          {(found) => <Found key={chosen} sdkAppID={sdkAppID} user={found} />}
        </Loaded>
      )}
    </Page>
  )
}

const Found = ({ sdkAppID, user }: { sdkAppID: number; user: ConsoleUserDetail }) => {
  const { t } = useTranslation()
  const [deviceID, setDeviceID] = useState(
    user.devices.find(receives)?.deviceID ?? user.devices[0]?.deviceID ?? '',
  )
  const device = user.devices.find((each) => each.deviceID === deviceID)
  if (user.devices.length === 0) return <Empty title={t('test.noDevice')} text={t('test.noDeviceText')} />
  return (
    <Stack gap="lg">
      <Radio.Group
        value={deviceID}
        onChange={setDeviceID}
        label={t('test.devices', { user: user.nickName ?? user.userID })}
      >
        <SimpleGrid cols={{ base: 1, md: 2 }} mt="xs">
          {user.devices.map((each) => (
            <Radio.Card
              key={each.deviceID}
              value={each.deviceID}
              p="md"
              aria-label={each.deviceName ?? each.deviceID}
            >
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator mt={2} />
                <DeviceFacts device={each} />
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      {device && <Trial key={deviceID} sdkAppID={sdkAppID} userID={user.userID} device={device} />}
    </Stack>
  )
}

const Trial = ({ sdkAppID, userID, device }: { sdkAppID: number; userID: string; device: ConsoleDevice }) => {
  const { t } = useTranslation()
  const may = useMay('operator')
  const [title, setTitle] = useState(() => t('test.defaultTitle'))
  const [text, setText] = useState(() => t('test.defaultText'))
  const sending = useMutation({
    mutationFn: async () => await sendTestPush(sdkAppID, userID, { deviceID: device.deviceID, title, text }),
  })
  const problems = useProblems(sending.error, ['title', 'text'])
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="sm">
        {t('test.send', { device: device.deviceName ?? device.deviceID })}
      </Title>
      {may ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            sending.mutate()
          }}
        >
          <Group align="flex-start">
            <TextInput
              label={t('test.title')}
              required
              maxLength={64}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              error={problems.of('title')}
              flex={1}
              miw={160}
            />
            <TextInput
              label={t('test.text')}
              required
              maxLength={128}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={problems.of('text')}
              flex={2}
              miw={200}
            />
            <Button type="submit" leftSection={<Icon name="test" />} loading={sending.isPending} mt={25}>
              {t('test.do')}
            </Button>
          </Group>
        </form>
      ) : (
        <Text c="dimmed">{t('test.operator')}</Text>
      )}
      <Stack mt="md" aria-live="polite">
        {problems.rest != null && <Failure error={problems.rest} />}
        {sending.data && <Watched msgID={sending.data.msgID} />}
      </Stack>
    </Card>
  )
}

/** The story as it goes on: handed over, delivered, tapped. */
const Watched = ({ msgID }: { msgID: string }) => {
  const { t } = useTranslation()
  const story = useQuery(storyQuery(msgID, true))
  const state = story.data?.devices[0]?.state
  return (
    <Loaded query={story}>
      {(found) => (
        <>
          <Text size="sm" fw={600}>
            {state === 'tapped'
              ? t('test.tapped')
              : state === 'accepted' || state === 'delivered'
                ? t('test.look')
                : ''}
          </Text>
          <StoryView story={found} />
          <Button
            component={Link}
            href={`/stories/${encodeURIComponent(msgID)}`}
            variant="default"
            w="fit-content"
          >
            {t('test.open')}
          </Button>
        </>
      )}
    </Loaded>
  )
}
