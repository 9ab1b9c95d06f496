import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Icon } from '../../components/icon.tsx'
import type { Problems } from '../../components/problems.ts'
import type { MessageSearch } from '../../data/messages.ts'
import { instantOf } from '../stories/search.ts'

const kinds = ['users', 'group', 'message'] as const
type Kind = (typeof kinds)[number]

/** The fields that each kind of search has. */
const fieldsOf = {
  users: ['userID', 'peerUserID'],
  group: ['groupID'],
  message: ['msgID'],
} as const
type Field = (typeof fieldsOf)[Kind][number]

/** Which messages are looked for: of two users, of a group, in a time; or one by its ID. */
export const MessageForm = ({
  user,
  group,
  msgID,
  problems,
  isPending,
  onSearch,
}: {
  /** What an address brought along. */
  user: string
  group: string
  msgID: string
  problems: Problems
  isPending: boolean
  onSearch: (search: MessageSearch) => void
}) => {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>(group === '' ? (msgID === '' ? 'users' : 'message') : 'group')
  const [texts, setTexts] = useState<Record<Field, string>>({
    userID: user,
    peerUserID: '',
    groupID: group,
    msgID,
  })
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [isTried, setTried] = useState(false)
  const fromMs = instantOf(from)
  const untilMs = instantOf(until)
  const hasTime = kind !== 'message'
  const isBadTime = hasTime && fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs
  const isEmpty = (field: Field): boolean => texts[field].trim() === ''
  const problemOf = (field: Field): string | undefined =>
    isTried && isEmpty(field) ? t('problems.missing') : problems.of(field)
  const look = (): void => {
    setTried(true)
    if (fieldsOf[kind].some(isEmpty) || isBadTime) return
    onSearch({
      ...Object.fromEntries(fieldsOf[kind].map((field) => [field, texts[field].trim()])),
      ...(hasTime && fromMs !== undefined ? { fromMs } : {}),
      ...(hasTime && untilMs !== undefined ? { untilMs } : {}),
    })
  }
  return (
    <form
      role="search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        look()
      }}
    >
      <Group align="flex-start" gap="sm" mb="sm">
        <NativeSelect
          label={t('lookUp.by')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={kinds.map((value) => ({ value, label: t(`lookUp.kinds.${value}`) }))}
        />
        {fieldsOf[kind].map((field) => (
          <TextInput
            key={field}
            label={t(`lookUp.${field}`)}
            flex={1}
            miw={180}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            value={texts[field]}
            onChange={({ currentTarget: { value } }) => setTexts((before) => ({ ...before, [field]: value }))}
            error={problemOf(field)}
          />
        ))}
        {hasTime && (
          <>
            <TextInput
              type="datetime-local"
              flex={1}
              miw={190}
              maw={{ xs: 240 }}
              label={t('lookUp.from')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              error={isTried && isBadTime ? t('lookUp.badTime') : problems.of('fromMs')}
            />
            <TextInput
              type="datetime-local"
              flex={1}
              miw={190}
              maw={{ xs: 240 }}
              label={t('lookUp.until')}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
              error={problems.of('untilMs')}
            />
          </>
        )}
      </Group>
      <Button type="submit" leftSection={<Icon name="search" />} loading={isPending} mb="lg">
        {t('lookUp.do')}
      </Button>
    </form>
  )
}
