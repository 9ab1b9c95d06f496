import { consoleLimits, type ConsoleMessage, type ConsoleMessageContent } from '@carillon/protocol'
import { Alert, Button, Card, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DataTable } from '../../components/data-table.tsx'
import { Failure } from '../../components/failure.tsx'
import { useProblems } from '../../components/problems.ts'
import { appQuery } from '../../data/apps.ts'
import { readMessages } from '../../data/messages.ts'
import { MessageRow } from './message-row.tsx'

const { leastReasonCharacters, mostReasonCharacters } = consoleLimits

/** The messages that were found. What they say comes when a reason is given, and the reason is kept. */
export const FoundMessages = ({
  sdkAppID,
  messages,
  reason,
  onReason,
}: {
  sdkAppID: number
  messages: readonly ConsoleMessage[]
  /** Kept for the next search: one ticket may need several. */
  reason: string
  onReason: (reason: string) => void
}) => {
  const { t } = useTranslation()
  const app = useQuery(appQuery(sdkAppID))
  const input = useRef<HTMLInputElement>(null)
  const [isTried, setTried] = useState(false)
  const [contents, setContents] = useState<ReadonlyMap<string, ConsoleMessageContent>>(new Map())
  const reading = useMutation({
    mutationFn: async (msgIDs: readonly string[]) =>
      await readMessages(sdkAppID, { msgIDs, reason: reason.trim() }),
    onSuccess: (read) =>
      setContents((before) => new Map([...before, ...read.map((one) => [one.msgID, one] as const)])),
  })
  const problems = useProblems(reading.error, ['reason'])
  const isGood = reason.trim().length >= leastReasonCharacters
  const isOff = app.data?.settings.find(({ path }) => path === 'support.showMessageText')?.value === false
  const hidden = messages
    .filter(({ msgID, state }) => state !== 'deleted' && !contents.has(msgID))
    .slice(0, consoleLimits.messagesPerLook)
    .map(({ msgID }) => msgID)
  const read = (msgIDs: readonly string[]): void => {
    setTried(true)
    if (isGood) reading.mutate(msgIDs)
    else input.current?.focus()
  }
  return (
    <Stack>
      {isOff ? (
        <Alert variant="light" color="gray">
          {t('lookUp.off')}
        </Alert>
      ) : (
        <Card withBorder>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (hidden.length > 0) read(hidden)
            }}
          >
            <Group align="flex-start" gap="sm">
              <TextInput
                ref={input}
                label={t('lookUp.reason')}
                description={t('lookUp.reasonHelp')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                flex={1}
                miw={220}
                maxLength={mostReasonCharacters}
                autoComplete="off"
                value={reason}
                onChange={(event) => onReason(event.currentTarget.value)}
                error={isTried && !isGood ? t('lookUp.reasonBad') : problems.of('reason')}
              />
              <Button
                type="submit"
                variant="default"
                mt={{ base: 0, xs: 25 }}
                disabled={hidden.length === 0}
                loading={reading.isPending && reading.variables.length > 1}
              >
                {hidden.length === 0 ? t('lookUp.allShown') : t('lookUp.showAll', { count: hidden.length })}
              </Button>
            </Group>
          </form>
          {problems.rest != null && <Failure error={problems.rest} />}
        </Card>
      )}
      <DataTable
        label={t('places.messages')}
        minWidth={760}
        heads={[t('lookUp.time'), t('lookUp.sender'), t('lookUp.kind'), t('lookUp.says'), '']}
      >
        {messages.map((message) => (
          <MessageRow
            key={message.msgID}
            message={message}
            content={contents.get(message.msgID)}
            isReading={reading.isPending && reading.variables.includes(message.msgID)}
            onShow={isOff ? undefined : () => read([message.msgID])}
          />
        ))}
      </DataTable>
    </Stack>
  )
}
