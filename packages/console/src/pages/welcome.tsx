import { Button, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'

import { Entrance } from '../components/entrance.tsx'
import { Failure } from '../components/failure.tsx'
import { useProblems } from '../components/problems.ts'
import { PasswordField } from '../components/password-field.tsx'
import { lookAtLink, openLink, sessionQuery } from '../data/session.ts'

/** Where a one-time link leads: choose a name and a password, or be signed in at once. */
export const WelcomePage = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [token] = useState(() => location.hash.slice(1))
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: async () => await lookAtLink(token),
    staleTime: Infinity,
  })
  const entering = useMutation({
    mutationFn: openLink,
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session)
      navigate(session.hasLab ? '/lab' : '/', { replace: true })
    },
  })
  const { mutate } = entering
  const isSignIn = link.data?.kind === 'sign-in'
  useEffect(() => {
    if (isSignIn) mutate({ token })
  }, [isSignIn, mutate, token])

  const problems = useProblems(entering.error, ['name', 'password'])
  return (
    <Entrance title={t('welcome.title')}>
      {link.isError && <Failure error={link.error} />}
      {problems.rest != null && <Failure error={problems.rest} />}
      {(link.isPending || isSignIn) && !link.isError && !entering.isError && <Skeleton height={220} />}
      {link.data?.kind === 'set-up' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            mutate({ token, password, ...(link.data?.name === undefined ? { name } : {}) })
          }}
        >
          <Stack>
            <Text>
              {link.data.name === undefined
                ? t('welcome.lead', { role: t(`roles.${link.data.role}`) })
                : t('welcome.newPassword')}
            </Text>
            <TextInput
              label={t('signIn.name')}
              autoComplete="username"
              required
              maxLength={100}
              readOnly={link.data.name !== undefined}
              value={link.data.name ?? name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={problems.of('name')}
            />
            <PasswordField
              label={t('signIn.password')}
              description={t('welcome.passwordHelp')}
              autoComplete="new-password"
              required
              maxLength={256}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={problems.of('password')}
            />
            <Button type="submit" loading={entering.isPending}>
              {t('welcome.do')}
            </Button>
          </Stack>
        </form>
      )}
    </Entrance>
  )
}
