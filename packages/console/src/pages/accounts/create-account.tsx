import { problemsOfAccount } from '@carillon/protocol'
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'

import { useCheckedForm } from '../../components/checked-form.ts'
import { Failure } from '../../components/failure.tsx'
import { createAccount } from '../../data/accounts.ts'

/** The dialogue that makes an account. */
export const CreateAccount = ({
  sdkAppID,
  isOpen,
  onClose,
}: {
  sdkAppID: number
  isOpen: boolean
  onClose: () => void
}) => {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('accounts.create')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Form sdkAppID={sdkAppID} />
    </Modal>
  )
}

const Form = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [userID, setUserID] = useState('')
  const [nickName, setNickName] = useState('')
  const [faceUrl, setFaceUrl] = useState('')
  const given = { userID: userID.trim(), nickName: nickName.trim(), faceUrl: faceUrl.trim() }
  const making = useMutation({
    mutationFn: async () => await createAccount(sdkAppID, given),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['apps', sdkAppID, 'accounts'] })
      navigate(`/apps/${sdkAppID}/accounts?user=${encodeURIComponent(made.userID)}`)
    },
  })
  const checked = useCheckedForm(problemsOfAccount(given), making.error, ['userID', 'nickName', 'faceUrl'])
  return (
    <form noValidate ref={checked.form} onSubmit={(event) => checked.submit(event, () => making.mutate())}>
      <Stack>
        <TextInput
          data-autofocus
          label={t('accounts.user')}
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={userID}
          onChange={(event) => setUserID(event.currentTarget.value)}
          error={checked.of('userID')}
        />
        <TextInput
          label={t('accounts.nickName')}
          autoComplete="off"
          maxLength={500}
          value={nickName}
          onChange={(event) => setNickName(event.currentTarget.value)}
          error={checked.of('nickName')}
        />
        <TextInput
          label={t('accounts.faceUrl')}
          description={t('accounts.faceUrlHelp')}
          inputMode="url"
          autoComplete="off"
          maxLength={500}
          value={faceUrl}
          onChange={(event) => setFaceUrl(event.currentTarget.value)}
          error={checked.of('faceUrl')}
        />
        {checked.rest != null && <Failure error={checked.rest} />}
        <Button type="submit" loading={making.isPending}>
          {t('accounts.create')}
        </Button>
      </Stack>
    </form>
  )
}
