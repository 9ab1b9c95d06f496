import { Alert, Button, Collapse, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'

import { Copyable } from '../components/copyable.tsx'
import { Failure } from '../components/failure.tsx'
import { useProblems } from '../components/problems.ts'
import { appsQuery, createApp } from '../data/apps.ts'

/** The dialogue that makes an app, and shows its secret key once. */
export const CreateApp = ({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [sdkAppID, setSdkAppID] = useState('')
  const [secretKey, setSecretKey] = useState('')
  const [isMove, { toggle }] = useDisclosure(false)
  const making = useMutation({
    mutationFn: createApp,
    onSuccess: async () => await client.invalidateQueries({ queryKey: appsQuery.queryKey, exact: true }),
  })
  const { data: made } = making
  const problems = useProblems(making.error, ['name', 'sdkAppID', 'secretKey'])
  const close = (): void => {
    onClose()
    if (made) navigate(`/apps/${made.sdkAppID}/start`)
    making.reset()
    setName('')
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t(made ? 'apps.made' : 'apps.create')}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={made === undefined}
    >
      {made ? (
        <Stack>
          <div>
            <Text size="sm" fw={600}>
              SDKAppID
            </Text>
            <Copyable value={String(made.sdkAppID)} what="SDKAppID" />
          </div>
          <div>
            <Text size="sm" fw={600}>
              {t('keys.secret')}
            </Text>
            <Copyable value={made.secretKey} what={t('keys.secret')} />
          </div>
          <Alert variant="light">{t('keys.once')}</Alert>
          <Button onClick={close}>{t('apps.go')}</Button>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            making.mutate({
              name,
              ...(isMove && sdkAppID !== '' ? { sdkAppID: Number(sdkAppID) } : {}),
              ...(isMove && secretKey !== '' ? { secretKey: secretKey.trim() } : {}),
            })
          }}
        >
          <Stack>
            <TextInput
              data-autofocus
              label={t('apps.name')}
              description={t('apps.nameHelp')}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={problems.of('name')}
            />
            <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={isMove}>
              {t('apps.move')}
            </Button>
            <Collapse expanded={isMove}>
              <Stack>
                <TextInput
                  label="SDKAppID"
                  inputMode="numeric"
                  value={sdkAppID}
                  onChange={(event) => setSdkAppID(event.currentTarget.value.replaceAll(/\D/g, ''))}
                  error={problems.of('sdkAppID')}
                />
                <TextInput
                  label={t('keys.secret')}
                  value={secretKey}
                  maxLength={64}
                  onChange={(event) => setSecretKey(event.currentTarget.value)}
                  error={problems.of('secretKey')}
                />
              </Stack>
            </Collapse>
            {problems.rest != null && <Failure error={problems.rest} />}
            <Button type="submit" loading={making.isPending}>
              {t('apps.create')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
