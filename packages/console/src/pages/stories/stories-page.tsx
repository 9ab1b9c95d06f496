import { Button, Skeleton, Stack } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'

import { useAppID } from '../../app/current-app.ts'
import { Failure } from '../../components/failure.tsx'
import { Empty, Page } from '../../components/page.tsx'
import { useProblems } from '../../components/problems.ts'
import { storyQuery } from '../../data/push.ts'
import { foundQuery, unique } from './found.ts'
import { DeviceResults, MessageResults } from './results.tsx'
import { SearchForm } from './search-form.tsx'
import { parseSearch, searchQuery, type Search } from './search.ts'

const fields = ['userID', 'groupID', 'deviceID', 'token', 'msgID', 'reason', 'fromMs', 'untilMs']

/** Looks for what became of messages: by user, group, device, token, message and time. */
export const StoriesPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [, navigate] = useLocation()
  const client = useQueryClient()
  const search = parseSearch(useSearch())
  const found = useInfiniteQuery(foundQuery(sdkAppID, search))
  // A message's story is opened when there is one; else the refusal stands beside the ID.
  const opening = useMutation({
    mutationFn: async (msgID: string) => await client.fetchQuery(storyQuery(msgID)),
    onSuccess: ({ msgID }) => navigate(`/stories/${encodeURIComponent(msgID)}`),
  })
  const problems = useProblems(opening.error ?? found.error, fields)
  const look = (wanted: Search): void => {
    opening.reset()
    if (wanted.kind === 'msgID') opening.mutate(wanted.text)
    else navigate(`/apps/${sdkAppID}/stories?${searchQuery(wanted)}`)
  }
  const pages = found.data?.pages ?? []
  const stories = unique(
    pages.flatMap((page) => page.stories ?? []),
    ({ msgID, userID, deviceID }) => `${msgID} ${userID} ${deviceID}`,
  )
  const messages = unique(
    pages.flatMap((page) => page.messages ?? []),
    ({ msgID }) => msgID,
  )
  const isEmpty = stories.length === 0 && messages.length === 0
  return (
    <Page title={t('places.stories')} lead={t('stories.lead')}>
      <SearchForm
        key={sdkAppID}
        search={search}
        problems={problems}
        isPending={opening.isPending}
        onSearch={look}
      />
      {problems.rest != null && <Failure error={problems.rest} onRetry={() => void found.refetch()} />}
      {search === undefined && <Empty title={t('stories.start')} text={t('stories.startText')} />}
      {found.isLoading && <Skeleton height={240} aria-busy="true" />}
      {found.isSuccess &&
        isEmpty &&
        (search?.kind === 'reason' ? (
          <Empty title={t('overview.losses.noneFound')} text={t('overview.losses.noneFoundText')} />
        ) : (
          <Empty title={t('stories.none')} text={t('stories.noneText')} />
        ))}
      {!isEmpty && (
        <Stack align="flex-start">
          {stories.length > 0 ? <DeviceResults stories={stories} /> : <MessageResults messages={messages} />}
          {found.hasNextPage && (
            <Button
              variant="default"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {t('stories.older')}
            </Button>
          )}
        </Stack>
      )}
    </Page>
  )
}
