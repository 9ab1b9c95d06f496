import { problemsOfAccount, type ConsoleUserDetail } from '@carillon/protocol'
import { Anchor, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { useCheckedForm } from '../../components/checked-form.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Failure } from '../../components/failure.tsx'
import { Loaded, Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { changeProfile } from '../../data/accounts.ts'
import { userQuery } from '../../data/push.ts'
import { useMay } from '../../data/session.ts'
import { AccountDevices } from './account-devices.tsx'

/** An account: its profile, its devices, and what else there is to know of it. */
export const AccountDetail = ({ sdkAppID, userID }: { sdkAppID: number; userID: string }) => {
  const { t } = useTranslation()
  const user = useQuery(userQuery(sdkAppID, userID))
  const app = `/apps/${sdkAppID}`
  const id = encodeURIComponent(userID)
  return (
    <Page
      title={userID}
      lead={
        <Group gap="md">
          <Anchor component={Link} href={`${app}/accounts`} size="sm">
            ← {t('accounts.back')}
          </Anchor>
          <Copyable value={userID} what={t('accounts.user')} />
        </Group>
      }
      actions={
        <Group gap="xs">
          <Button component={Link} href={`${app}/test?user=${id}`} variant="default">
            {t('accounts.ring')}
          </Button>
          <Button component={Link} href={`${app}/stories?userID=${id}&hours=24`} variant="default">
            {t('accounts.stories')}
          </Button>
          <Button component={Link} href={`${app}/messages?user=${id}`} variant="default">
            {t('accounts.messages')}
          </Button>
        </Group>
      }
    >
      <Loaded query={user} height={480}>
        {(found) => (
          <Stack gap="lg">
            <Profile sdkAppID={sdkAppID} user={found} />
            <AccountDevices sdkAppID={sdkAppID} user={found} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

const Profile = ({ sdkAppID, user }: { sdkAppID: number; user: ConsoleUserDetail }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('operator')
  // What nobody touched follows what others store meanwhile, and is not stored again.
  const [edits, setEdits] = useState<{ nickName?: string; faceUrl?: string }>({})
  const { nickName = user.nickName ?? '', faceUrl = user.faceUrl ?? '' } = edits
  const changes = Object.fromEntries(Object.entries(edits).map(([name, text]) => [name, text.trim()]))
  const saving = useMutation({
    mutationFn: async () => await changeProfile(sdkAppID, user.userID, changes),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['apps', sdkAppID] })
      setEdits({})
    },
  })
  const set = (more: { nickName?: string; faceUrl?: string }): void => {
    saving.reset()
    setEdits((before) => ({ ...before, ...more }))
  }
  const problems = problemsOfAccount({ userID: 'known', ...changes })
  const checked = useCheckedForm(problems, saving.error, ['nickName', 'faceUrl'])
  return (
    <Card withBorder component="section" aria-label={t('accounts.profile')}>
      <Title order={2} size="h4" mb="sm">
        {t('accounts.profile')}
      </Title>
      <form noValidate ref={checked.form} onSubmit={(event) => checked.submit(event, () => saving.mutate())}>
        <Stack gap="sm" maw={560}>
          <TextInput
            label={t('accounts.nickName')}
            readOnly={!may}
            autoComplete="off"
            maxLength={500}
            value={nickName}
            onChange={(event) => set({ nickName: event.currentTarget.value })}
            error={checked.of('nickName')}
          />
          <TextInput
            label={t('accounts.faceUrl')}
            description={t('accounts.faceUrlHelp')}
            readOnly={!may}
            inputMode="url"
            autoComplete="off"
            maxLength={500}
            value={faceUrl}
            onChange={(event) => set({ faceUrl: event.currentTarget.value })}
            error={checked.of('faceUrl')}
          />
          <Text size="sm" c="dimmed">
            {t('accounts.made')} <Ago atMs={user.createdAtMs} />
          </Text>
          {checked.rest != null && <Failure error={checked.rest} />}
          {may && (
            <Group gap="sm">
              <Button type="submit" loading={saving.isPending} disabled={Object.keys(edits).length === 0}>
                {t('accounts.save')}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {saving.isSuccess && t('accounts.saved')}
              </Text>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  )
}
