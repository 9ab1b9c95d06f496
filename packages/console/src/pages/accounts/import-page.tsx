import { Anchor, Button, FileButton, Group, Input, Stack, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { useAppID } from '../../app/current-app.ts'
import { Snippet } from '../../components/copyable.tsx'
import { Page } from '../../components/page.tsx'
import { useMay } from '../../data/session.ts'
import { readAccountFile, type AccountFile } from './account-file.ts'
import { ImportPreview } from './import-preview.tsx'
import { ImportProgress } from './import-progress.tsx'
import { useImportRun } from './import-run.ts'

const example = `userID,nickname,faceURL
mina,Mina,https://example.com/mina.png
bob,Bob,`

/** Imports accounts from a file: read here, shown with what is wrong, and sent a part at a time. */
export const ImportPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const may = useMay('operator')
  const errorID = useId()
  const run = useImportRun(sdkAppID)
  const [name, setName] = useState('')
  const [file, setFile] = useState<AccountFile>()
  const take = async (given: File | null): Promise<void> => {
    if (given === null) return
    run.reset()
    setName(given.name)
    setFile(undefined)
    setFile(await readAccountFile(given))
  }
  const problem = file?.ok === false ? t(`accountImport.files.${file.problem}`) : undefined
  return (
    <Page
      title={t('accountImport.title')}
      lead={
        <Stack gap={4}>
          <Anchor component={Link} href={`/apps/${sdkAppID}/accounts`} size="sm">
            ← {t('accounts.back')}
          </Anchor>
          {t('accountImport.lead')}
        </Stack>
      }
    >
      <Stack>
        {may ? (
          <div>
            <Group gap="sm">
              <FileButton
                onChange={(given) => void take(given)}
                disabled={run.phase === 'running'}
                accept=".csv,.tsv,.txt,.json,text/csv,application/json"
                inputProps={{ 'aria-label': t('accountImport.choose') }}
              >
                {(props) => (
                  <Button
                    {...props}
                    disabled={run.phase === 'running'}
                    variant={file?.ok === true ? 'default' : 'filled'}
                    aria-describedby={problem === undefined ? undefined : errorID}
                  >
                    {t('accountImport.choose')}
                  </Button>
                )}
              </FileButton>
              <Text size="sm" className="wrap-anywhere">
                {name}
              </Text>
            </Group>
            <Text size="sm" c="dimmed" mt={4}>
              {t('accountImport.chooseHelp')}
            </Text>
            {problem !== undefined && (
              <Input.Error id={errorID} mt={4} size="sm" role="alert">
                {problem}
              </Input.Error>
            )}
          </div>
        ) : (
          <Text c="dimmed">{t('accountImport.operator')}</Text>
        )}
        {file === undefined && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t('accountImport.example')}
            </Text>
            <Snippet code={example} what={t('accountImport.example')} />
          </div>
        )}
        {file?.ok === true &&
          (run.phase === 'idle' ? (
            <ImportPreview lines={file.lines} onStart={(lines) => void run.start(lines)} />
          ) : (
            <ImportProgress lines={file.lines} run={run} />
          ))}
      </Stack>
    </Page>
  )
}
