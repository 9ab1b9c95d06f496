import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Icon } from '../../components/icon.tsx'
import type { Problems } from '../../components/problems.ts'
import { ReasonInputs } from './reason-inputs.tsx'
import {
  instantOf,
  kinds,
  lossReasons,
  spansOf,
  wallTime,
  type Kind,
  type Search,
  type Span,
} from './search.ts'

const hourMs = 3_600_000
const ownSpan = 'own'

/** What to look for, and in which time. */
export const SearchForm = ({
  search,
  problems,
  isPending,
  onSearch,
}: {
  search: Search | undefined
  problems: Problems
  isPending: boolean
  onSearch: (search: Search) => void
}) => {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>(search?.kind ?? 'userID')
  const [text, setText] = useState(search?.kind === 'reason' ? '' : (search?.text ?? ''))
  const [reason, setReason] = useState<string>(
    (search?.kind === 'reason' ? search.text : undefined) ?? lossReasons[0] ?? '',
  )
  const [vendor, setVendor] = useState(search?.vendor)
  const [hours, setHours] = useState<number>(search?.span.hours ?? 24)
  const [isOwn, setOwn] = useState(search?.span.fromMs !== undefined)
  const [from, setFrom] = useState(() => wallTime(search?.span.fromMs ?? Date.now() - hourMs))
  const [until, setUntil] = useState(() =>
    wallTime(search?.span.fromMs === undefined ? Date.now() + 60_000 : search.span.untilMs),
  )
  const spans = spansOf(kind)
  const fromMs = instantOf(from)
  const untilMs = instantOf(until)
  const spanOf = (chosen: number | undefined): Span | undefined => {
    if (chosen !== undefined) return { hours: spans.includes(chosen) ? chosen : 24 }
    return fromMs === undefined || untilMs === undefined ? undefined : { fromMs, untilMs }
  }
  const look = (chosen = isOwn ? undefined : hours): void => {
    const span = spanOf(chosen)
    const value = kind === 'all' ? '' : kind === 'reason' ? reason : text.trim()
    const narrowed = kind === 'reason' && vendor !== undefined ? { vendor } : {}
    if (span !== undefined && (kind === 'all' || value !== ''))
      onSearch({ kind, text: value, span, ...narrowed })
  }
  const chooseSpan = (value: string): void => {
    setOwn(value === ownSpan)
    if (value === ownSpan) return
    setHours(Number(value))
    look(Number(value))
  }
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        look()
      }}
    >
      <Group align="flex-start" gap="sm" mb="lg">
        <NativeSelect
          label={t('stories.by')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={kinds.map((value) => ({ value, label: t(`stories.kinds.${value}`) }))}
        />
        {kind === 'reason' && (
          <ReasonInputs reason={reason} vendor={vendor} onReason={setReason} onVendor={setVendor} />
        )}
        {kind !== 'all' && kind !== 'reason' && (
          <TextInput
            label={t(`stories.kinds.${kind}`)}
            flex={1}
            miw={200}
            required
            withAsterisk={false}
            maxLength={4096}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={problems.of(kind)}
          />
        )}
        {kind !== 'msgID' && (
          <NativeSelect
            label={t('stories.span')}
            value={isOwn ? ownSpan : String(spans.includes(hours) ? hours : 24)}
            onChange={(event) => chooseSpan(event.currentTarget.value)}
            data={[
              ...spans.map((value) => ({ value: String(value), label: t(`stories.spans.${value}`) })),
              { value: ownSpan, label: t('stories.spans.own') },
            ]}
            error={isOwn ? undefined : problems.of('fromMs')}
          />
        )}
        {kind !== 'msgID' && isOwn && (
          <>
            <TextInput
              type="datetime-local"
              label={t('stories.from')}
              required
              withAsterisk={false}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              error={problems.of('fromMs')}
            />
            <TextInput
              type="datetime-local"
              label={t('stories.until')}
              required
              withAsterisk={false}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
              error={problems.of('untilMs')}
            />
          </>
        )}
        <Button
          type="submit"
          leftSection={<Icon name="search" />}
          loading={isPending}
          mt={{ base: 0, sm: 25 }}
        >
          {t('stories.look')}
        </Button>
      </Group>
    </form>
  )
}
