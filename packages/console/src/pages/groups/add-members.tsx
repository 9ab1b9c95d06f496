import { groupLimits, problemOfUserID } from '@carillon/protocol'
import { Alert, Button, List, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure } from '../../components/failure.tsx'
import { addMembers, type GroupKey } from '../../data/groups.ts'

/** The dialogue that puts users into a group, and says what became of each. */
export const AddMembers = ({
  group,
  isOpen,
  onClose,
  onAdded,
}: {
  group: GroupKey
  isOpen: boolean
  onClose: () => void
  onAdded: () => Promise<void>
}) => {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('groups.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Form group={group} onAdded={onAdded} />
    </Modal>
  )
}

const Form = ({ group, onAdded }: { group: GroupKey; onAdded: () => Promise<void> }) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [isTried, setTried] = useState(false)
  const userIDs = [
    ...new Set(
      text
        .split(/[\r\n,;]+/)
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    ),
  ]
  const adding = useMutation({
    mutationFn: async () => await addMembers(group, userIDs),
    onSuccess: async () => {
      setText('')
      setTried(false)
      await onAdded()
    },
  })
  const bad = userIDs.find((id) => problemOfUserID(id) !== undefined)
  const problem =
    userIDs.length === 0
      ? t('groups.addNone')
      : userIDs.length > groupLimits.usersPerCall
        ? t('groups.addMany')
        : bad === undefined
          ? undefined
          : t('groups.addNoID', { id: bad.slice(0, 64) })
  const results = adding.data?.results
  const missed = results?.filter(({ result }) => result !== 1) ?? []
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (problem === undefined) adding.mutate()
      }}
    >
      <Stack>
        <Textarea
          data-autofocus
          label={t('accounts.user')}
          description={t('groups.addHelp')}
          rows={5}
          spellCheck={false}
          autoComplete="off"
          maxLength={8000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={isTried ? problem : undefined}
        />
        {adding.isError && <Failure error={adding.error} />}
        {results && (
          <Alert
            variant="light"
            color={missed.length === 0 ? 'teal' : 'yellow'}
            styles={{ title: { color: 'var(--mantine-color-bright)' } }}
            role="status"
            title={t('groups.added', { count: results.length - missed.length })}
          >
            {missed.length > 0 && (
              <List size="sm">
                {missed.map(({ userID, result }) => (
                  <List.Item key={userID} c="bright">
                    {t(`groups.notAdded.${result}`, { user: userID })}
                  </List.Item>
                ))}
              </List>
            )}
          </Alert>
        )}
        <Button type="submit" loading={adding.isPending}>
          {t('groups.addDo')}
        </Button>
      </Stack>
    </form>
  )
}
