import type { ConsoleMessage } from '@carillon/protocol'
import { Button, Skeleton, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from 'wouter'

import { useAppID } from '../../app/current-app.ts'
import { Failure } from '../../components/failure.tsx'
import { Empty, Page } from '../../components/page.tsx'
import { useProblems } from '../../components/problems.ts'
import { searchMessages, type MessageSearch } from '../../data/messages.ts'
import { FoundMessages } from './found-messages.tsx'
import { MessageForm } from './message-form.tsx'

const fields = ['msgID', 'userID', 'peerUserID', 'groupID', 'fromMs', 'untilMs']

interface Found {
  search: MessageSearch
  messages: readonly ConsoleMessage[]
  next?: number
}

/** Looks messages up, to help users: who sent what kind when; what it says only for a reason. */
export const MessagesPage = () => {
  const sdkAppID = useAppID()
  return <LookUp key={sdkAppID} sdkAppID={sdkAppID} />
}

const LookUp = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const given = new URLSearchParams(useSearch())
  const [found, setFound] = useState<Found>()
  const [reason, setReason] = useState('')
  const searching = useMutation({
    mutationFn: async ({ search, before }: { search: MessageSearch; before?: number }) =>
      await searchMessages(sdkAppID, { ...search, ...(before === undefined ? {} : { before }) }),
    onSuccess: ({ messages, next }, { search, before }) =>
      setFound((earlier) => ({
        search,
        messages: before === undefined ? messages : [...(earlier?.messages ?? []), ...messages],
        ...(next === undefined ? {} : { next }),
      })),
    onError: (_error, { before }) => {
      if (before === undefined) setFound(undefined)
    },
  })
  const problems = useProblems(searching.error, fields)
  const isFirst = searching.variables?.before === undefined
  return (
    <Page title={t('places.messages')} lead={t('lookUp.lead')}>
      <MessageForm
        user={given.get('user') ?? ''}
        group={given.get('group') ?? ''}
        msgID={given.get('msgID') ?? ''}
        problems={problems}
        isPending={searching.isPending && isFirst}
        onSearch={(search) => searching.mutate({ search })}
      />
      <Stack>
        {problems.rest != null && (
          <Failure
            error={problems.rest}
            onRetry={() => searching.variables && searching.mutate(searching.variables)}
          />
        )}
        {found === undefined && searching.isPending && <Skeleton height={240} aria-busy="true" />}
        {found === undefined && !searching.isPending && !searching.isError && (
          <Empty title={t('lookUp.start')} text={t('lookUp.startText')} />
        )}
        {found?.messages.length === 0 && (
          <Empty
            title={t('lookUp.none')}
            text={t(found.search.groupID === undefined ? 'lookUp.noneText' : 'lookUp.noneGroup')}
          />
        )}
        {found !== undefined && found.messages.length > 0 && (
          <FoundMessages
            key={JSON.stringify(found.search)}
            sdkAppID={sdkAppID}
            messages={found.messages}
            reason={reason}
            onReason={setReason}
          />
        )}
        {found?.next !== undefined && (
          <Button
            variant="default"
            w="fit-content"
            loading={searching.isPending && !isFirst}
            onClick={() =>
              searching.mutate({
                search: found.search,
                ...(found.next === undefined ? {} : { before: found.next }),
              })
            }
          >
            {t('lookUp.more')}
          </Button>
        )}
      </Stack>
    </Page>
  )
}
