import { Alert, Button, Stack, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure } from '../components/failure.tsx'
import { Page } from '../components/page.tsx'
import { useProblems } from '../components/problems.ts'
import { PasswordField } from '../components/password-field.tsx'
import { changePassword } from '../data/session.ts'

/** The own password. */
export const AccountPage = () => {
  const { t } = useTranslation()
  const [oldPassword, setOldPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setOldPassword('')
      setNewPassword('')
    },
  })
  const problems = useProblems(changing.error, ['oldPassword', 'newPassword'])
  return (
    <Page title={t('places.account')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          changing.mutate({ oldPassword, newPassword })
        }}
      >
        <Stack maw={420}>
          <Title order={2} size="h4">
            {t('account.password')}
          </Title>
          <PasswordField
            label={t('account.old')}
            autoComplete="current-password"
            required
            maxLength={256}
            value={oldPassword}
            onChange={(event) => setOldPassword(event.currentTarget.value)}
            error={problems.of('oldPassword')}
          />
          <PasswordField
            label={t('account.new')}
            description={t('welcome.passwordHelp')}
            autoComplete="new-password"
            required
            maxLength={256}
            value={newPassword}
            onChange={(event) => setNewPassword(event.currentTarget.value)}
            error={problems.of('newPassword')}
          />
          {problems.rest != null && <Failure error={problems.rest} />}
          {changing.isSuccess && (
            <Alert variant="light" color="teal" role="status">
              {t('account.changed')}
            </Alert>
          )}
          <Button type="submit" loading={changing.isPending} w="fit-content">
            {t('account.change')}
          </Button>
        </Stack>
      </form>
    </Page>
  )
}
