import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure } from '../components/failure.tsx'
import { Entrance } from '../components/entrance.tsx'
import { useProblems } from '../components/problems.ts'
import { PasswordField } from '../components/password-field.tsx'
import { sessionQuery, signIn } from '../data/session.ts'

/** Name and password. Shown in the place of any page while nobody is signed in. */
export const SignInPage = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })
  const problems = useProblems(entering.error, ['name', 'password'])
  return (
    <Entrance title={t('signIn.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          entering.mutate({ name: name.trim(), password })
        }}
      >
        <Stack>
          <TextInput
            label={t('signIn.name')}
            autoComplete="username"
            required
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.of('name')}
          />
          <PasswordField
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            maxLength={256}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={problems.of('password')}
          />
          {problems.rest != null && <Failure error={problems.rest} />}
          <Button type="submit" loading={entering.isPending}>
            {t('signIn.do')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('signIn.forgotten')} <code>carillon console owner-link</code>
          </Text>
        </Stack>
      </form>
    </Entrance>
  )
}
