import { Anchor, Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'

import { useAppID } from '../app/current-app.ts'
import { Icon } from '../components/icon.tsx'
import { Empty, Loaded, Page } from '../components/page.tsx'
import { useReason } from '../components/reason.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { Ago } from '../components/time.tsx'
import { vendorNames } from '../components/vendor.ts'
import { storiesQuery, type StorySearch } from '../data/push.ts'
import type { ReasonCode } from '@carillon/protocol'

const kinds = ['msgID', 'userID', 'deviceID', 'token'] as const
const spans = [1, 24, 168, 720] as const

/** Looks for what became of messages: by message, user, device or token. */
export const StoriesPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [, navigate] = useLocation()
  const given = new URLSearchParams(useSearch())
  const chosen = kinds.find((kind) => kind !== 'msgID' && given.has(kind))
  const hours = Number(given.get('hours')) || 24
  const [kind, setKind] = useState<(typeof kinds)[number]>(chosen ?? 'userID')
  const [text, setText] = useState(chosen === undefined ? '' : (given.get(chosen) ?? ''))
  const look = (span: number): void => {
    const value = text.trim()
    if (value === '') return
    if (kind === 'msgID') navigate(`/stories/${encodeURIComponent(value)}`)
    else
      navigate(
        `/apps/${sdkAppID}/stories?${new URLSearchParams({ [kind]: value, hours: String(span) }).toString()}`,
      )
  }
  return (
    <Page title={t('places.stories')} lead={t('stories.lead')}>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          look(hours)
        }}
      >
        <Group align="flex-end" gap="sm" mb="lg">
          <NativeSelect
            label={t('stories.by')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as (typeof kinds)[number])}
            data={kinds.map((value) => ({ value, label: t(`stories.kinds.${value}`) }))}
          />
          <TextInput
            label={t(`stories.kinds.${kind}`)}
            flex={1}
            miw={200}
            maxLength={4096}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('stories.span')}
            value={String(hours)}
            onChange={(event) => look(Number(event.currentTarget.value))}
            data={spans.map((value) => ({ value: String(value), label: t(`stories.spans.${value}`) }))}
          />
          <Button type="submit" leftSection={<Icon name="search" />}>
            {t('stories.look')}
          </Button>
        </Group>
      </form>
      {chosen === undefined ? (
        <Empty title={t('stories.start')} text={t('stories.startText')} />
      ) : (
        <Results sdkAppID={sdkAppID} search={{ [chosen]: given.get(chosen) ?? '', hours }} />
      )}
    </Page>
  )
}

const Results = ({ sdkAppID, search }: { sdkAppID: number; search: StorySearch }) => {
  const { t } = useTranslation()
  const stories = useQuery({ ...storiesQuery(sdkAppID, search), refetchInterval: 5000 })
  return (
    <Loaded query={stories}>
      {(list) =>
        list.length === 0 ? (
          <Empty title={t('stories.none')} text={t('stories.noneText')} />
        ) : (
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing="sm" highlightOnHover aria-label={t('places.stories')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('stories.time')}</Table.Th>
                  <Table.Th>{t('stories.shown')}</Table.Th>
                  <Table.Th>{t('stories.device')}</Table.Th>
                  <Table.Th>{t('stories.state')}</Table.Th>
                  <Table.Th>{t('stories.why')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.map((story) => (
                  <Table.Tr key={`${story.msgID} ${story.userID} ${story.deviceID}`}>
                    <Table.Td>
                      <Anchor component={Link} href={`/stories/${encodeURIComponent(story.msgID)}`} size="sm">
                        <Ago atMs={story.atMs} />
                      </Anchor>
                    </Table.Td>
                    <Table.Td maw={240}>
                      {story.notification ? (
                        <Text size="sm" truncate>
                          {story.notification.title}: {story.notification.body}
                        </Text>
                      ) : (
                        <Text size="sm" c="dimmed">
                          {t('stories.nothing')}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">{story.deviceName ?? (story.deviceID || t('story.noDevice'))}</Text>
                      <Text size="xs" c="dimmed">
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
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )
      }
    </Loaded>
  )
}

const Meaning = ({ code }: { code: ReasonCode }) => <Text size="sm">{useReason(code).meaning}</Text>
