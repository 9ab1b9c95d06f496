import { Button, Skeleton, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure } from './failure.tsx'
import { Icon } from './icon.tsx'

/** What is typed, and what is looked for: a moment later, so that not every letter asks the server. */
export const useSearchText = (): { text: string; search: string; setText: (text: string) => void } => {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 250)
  return { text, search, setText }
}

/** A field to search a list by the beginning of what it shows. */
export const SearchField = ({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (text: string) => void
}) => (
  <TextInput
    role="searchbox"
    label={label}
    leftSection={<Icon name="search" size={16} />}
    maxLength={64}
    maw={420}
    autoComplete="off"
    spellCheck={false}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

/** A list that comes in pages: a grey shape at first, a failure with a way on, what there is, and more of it. */
export const FoundList = <Page, Item>({
  query,
  itemsOf,
  empty,
  more,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page>>
  itemsOf: (page: Page) => readonly Item[]
  /** Stands where nothing was found. */
  empty: ReactNode
  /** What the button says that shows more. */
  more: string
  children: (items: readonly Item[]) => ReactNode
}) => {
  const { t } = useTranslation()
  const items = query.data?.pages.flatMap(itemsOf)
  if (items === undefined)
    return query.isError ? (
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton height={320} aria-busy="true" aria-label={t('loading')} role="status" />
    )
  return (
    <Stack align="flex-start" aria-busy={query.isPlaceholderData}>
      {items.length === 0 ? empty : children(items)}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {more}
        </Button>
      )}
    </Stack>
  )
}
