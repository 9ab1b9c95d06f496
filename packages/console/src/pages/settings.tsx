import type { ConsoleSetting } from '@carillon/protocol'
import { Anchor, Group, Stack, Text, Title, Card } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { useAppID } from '../app/current-app.ts'
import { Failure } from '../components/failure.tsx'
import { Loaded, Page } from '../components/page.tsx'
import { useProblems } from '../components/problems.ts'
import { SettingInput } from '../components/setting-input.tsx'
import { appQuery, changeSettings } from '../data/apps.ts'
import { useMay } from '../data/session.ts'

/** The settings of an app, each with what it does and its default. */
export const SettingsPage = () => {
  const { t } = useTranslation()
  const app = useQuery(appQuery(useAppID()))
  return (
    <Page title={t('places.settings')} lead={t('settings.lead')}>
      <Loaded query={app} height={640}>
        {({ sdkAppID, settings }) => (
          <Stack>
            {[...new Set(settings.map(({ path }) => path.split('.')[0] ?? ''))].map((part) => (
              <Card key={part} withBorder component="section" aria-label={t(`settings.parts.${part}`)}>
                <Title order={2} size="h4" mb="sm">
                  {t(`settings.parts.${part}`)}
                </Title>
                <Stack gap="xl">
                  {settings
                    .filter(({ path }) => path.startsWith(`${part}.`))
                    .map((setting) => (
                      <Setting key={setting.path} sdkAppID={sdkAppID} setting={setting} />
                    ))}
                </Stack>
              </Card>
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

const Setting = ({ sdkAppID, setting }: { sdkAppID: number; setting: ConsoleSetting }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay(setting.role ?? 'operator')
  const { path, value, default: standard } = setting
  const changing = useMutation({
    mutationFn: async (next: unknown) => await changeSettings(sdkAppID, { [path]: next }),
    onSuccess: async () => await client.invalidateQueries(appQuery(sdkAppID)),
  })
  const problems = useProblems(changing.error, [path])
  const isDefault = JSON.stringify(value) === JSON.stringify(standard)
  return (
    <div>
      <SettingInput
        key={JSON.stringify(value)}
        setting={setting}
        isReadOnly={!may}
        isPending={changing.isPending}
        error={problems.of(path)}
        onSave={(next) => changing.mutate(next)}
      />
      {may && !isDefault && (
        <Group gap="xs" mt={4}>
          <Anchor component="button" type="button" size="sm" onClick={() => changing.mutate(null)}>
            {t('settings.reset')}
          </Anchor>
        </Group>
      )}
      {problems.rest != null && <Failure error={problems.rest} />}
      {changing.isSuccess && (
        <Text size="sm" c="dimmed" role="status">
          {t('settings.saved')}
        </Text>
      )}
    </div>
  )
}
