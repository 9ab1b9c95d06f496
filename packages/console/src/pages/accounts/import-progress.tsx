import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Failure } from '../../components/failure.tsx'
import { saveFile } from '../../components/save-file.ts'
import type { AccountLine } from './account-file.ts'
import { csvLine } from './csv.ts'
import type { ImportRun } from './import-run.ts'

const titles = { running: 'running', stopped: 'stopped', done: 'done', idle: 'running' } as const

/** An import under way or over: how far it is, what became of the accounts, and the list of it to keep. */
export const ImportProgress = ({ lines, run }: { lines: readonly AccountLine[]; run: ImportRun }) => {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const good = lines.filter((each) => each.problem === undefined)
  const bad = lines.filter((each) => each.problem !== undefined)
  const refused = run.counts.refused + bad.length
  const title = t(`accountImport.${titles[run.phase]}`)
  const save = (): void => {
    const skipped = bad.map(({ line, account, problem }) => ({
      line,
      userID: account.userID,
      result: 'refused',
      message: problem === undefined ? '' : `${problem.field}: ${t(`problems.${problem.problem}`)}`,
    }))
    const rows = [...run.results(), ...skipped].toSorted((a, b) => a.line - b.line)
    const text = [
      csvLine(['line', 'userID', 'result', 'message']),
      ...rows.map((row) => csvLine([String(row.line), row.userID, row.result, row.message ?? ''])),
    ].join('')
    // Spreadsheets take a file for UTF-8 by its mark.
    saveFile('import-results.csv', `\uFEFF${text}`, 'text/csv')
  }
  return (
    <Card withBorder component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600} role="status">
            {title}
          </Text>
          <Text size="sm">
            {t('accountImport.progress', {
              done: number.format(run.done),
              all: number.format(good.length),
            })}
          </Text>
        </Group>
        <Progress
          aria-label={title}
          value={(100 * run.done) / Math.max(1, good.length)}
          color={run.phase === 'stopped' ? 'yellow' : 'indigo'}
        />
        <Text size="sm">
          {[
            t('accountImport.created', { count: run.counts.created }),
            t('accountImport.changed', { count: run.counts.changed }),
            t('accountImport.refused', { count: refused }),
          ].join(' · ')}
        </Text>
        {run.error !== undefined && <Failure error={run.error} />}
        {run.phase === 'stopped' && run.error === undefined && (
          <Text size="sm" c="dimmed">
            {t('accountImport.stoppedText')}
          </Text>
        )}
        <Group gap="sm">
          {run.phase === 'running' && (
            <Button variant="default" onClick={run.stop}>
              {t('accountImport.stop')}
            </Button>
          )}
          {run.phase === 'stopped' && (
            <Button onClick={() => void run.start(good)}>{t('accountImport.goOn')}</Button>
          )}
          {run.phase !== 'running' && (
            <Button variant="default" onClick={save}>
              {t('accountImport.download')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  )
}
