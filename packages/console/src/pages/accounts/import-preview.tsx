import { Button, Card, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { DataTable } from '../../components/data-table.tsx'
import type { AccountLine } from './account-file.ts'

const badShown = 50
const goodShown = 5

/** What a file holds before it is imported: what is wrong with which line, and the first good ones. */
export const ImportPreview = ({
  lines,
  onStart,
}: {
  lines: readonly AccountLine[]
  onStart: (lines: readonly AccountLine[]) => void
}) => {
  const { t } = useTranslation()
  const good = lines.filter((each) => each.problem === undefined)
  const bad = lines.filter((each) => each.problem !== undefined)
  return (
    <Stack align="flex-start" role="status">
      {bad.length > 0 && (
        <Card withBorder w="100%">
          <Text fw={600} c="var(--mantine-color-error)">
            {t('accountImport.bad', { count: bad.length })}
          </Text>
          <Text size="sm" mb="xs">
            {t('accountImport.badText')}{' '}
            {bad.length > badShown && t('accountImport.firstOf', { shown: badShown })}
          </Text>
          <BadLines lines={bad.slice(0, badShown)} />
        </Card>
      )}
      {good.length > 0 && (
        <>
          <Text fw={600}>{t('accountImport.good', { count: good.length })}</Text>
          <DataTable
            label={t('accountImport.preview')}
            minWidth={480}
            heads={[
              t('accountImport.line'),
              t('accounts.user'),
              t('accounts.nickName'),
              t('accounts.faceUrl'),
            ]}
          >
            {good.slice(0, goodShown).map(({ line, account }) => (
              <Table.Tr key={line}>
                <Table.Td>{line}</Table.Td>
                <Table.Td className="wrap-anywhere">{account.userID}</Table.Td>
                <Table.Td className="wrap-anywhere">{account.nickName ?? '–'}</Table.Td>
                <Table.Td className="wrap-anywhere">{account.faceUrl ?? '–'}</Table.Td>
              </Table.Tr>
            ))}
          </DataTable>
          <Button onClick={() => onStart(good)}>{t('accountImport.do', { count: good.length })}</Button>
        </>
      )}
    </Stack>
  )
}

const BadLines = ({ lines }: { lines: readonly AccountLine[] }) => {
  const { t } = useTranslation()
  return (
    <DataTable
      label={t('accountImport.bad', { count: lines.length })}
      minWidth={480}
      heads={[
        t('accountImport.line'),
        t('accounts.user'),
        t('accountImport.field'),
        t('accountImport.problem'),
      ]}
    >
      {lines.map(({ line, account, problem }) => (
        <Table.Tr key={line}>
          <Table.Td>{line}</Table.Td>
          <Table.Td className="wrap-anywhere" maw={200}>
            {account.userID.slice(0, 64)}
          </Table.Td>
          <Table.Td>{problem?.field}</Table.Td>
          <Table.Td>{problem && t(`problems.${problem.problem}`)}</Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  )
}
