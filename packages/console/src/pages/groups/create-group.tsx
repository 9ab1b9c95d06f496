import { groupTypes, problemOfUserID, problemsOfGroup, type GroupType } from '@carillon/protocol'
import { Button, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'

import { useCheckedForm } from '../../components/checked-form.ts'
import { Failure } from '../../components/failure.tsx'
import { createGroup } from '../../data/groups.ts'

/** The dialogue that makes a group. */
export const CreateGroup = ({
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
      title={t('groups.create')}
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
  const [groupType, setGroupType] = useState<GroupType>('Public')
  const [groupName, setGroupName] = useState('')
  const [owner, setOwner] = useState('')
  const [groupID, setGroupID] = useState('')
  const [introduction, setIntroduction] = useState('')
  const given = {
    groupType,
    groupName: groupName.trim(),
    owner: owner.trim(),
    ...(groupID.trim() === '' ? {} : { groupID: groupID.trim() }),
    ...(introduction === '' ? {} : { introduction }),
  }
  const making = useMutation({
    mutationFn: async () => await createGroup(sdkAppID, given),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['apps', sdkAppID, 'groups'] })
      navigate(`/apps/${sdkAppID}/groups?group=${encodeURIComponent(made.groupID)}`)
    },
  })
  const ofOwner = problemOfUserID(given.owner)
  const problems = [
    ...problemsOfGroup(given),
    ...(ofOwner === undefined ? [] : [{ field: 'owner', problem: ofOwner }]),
  ]
  const fields = ['groupType', 'groupName', 'owner', 'groupID', 'introduction']
  const checked = useCheckedForm(problems, making.error, fields)
  return (
    <form noValidate ref={checked.form} onSubmit={(event) => checked.submit(event, () => making.mutate())}>
      <Stack>
        <NativeSelect
          label={t('groups.type')}
          value={groupType}
          onChange={(event) => setGroupType(event.currentTarget.value as GroupType)}
          data={groupTypes}
          error={checked.of('groupType')}
        />
        <TextInput
          data-autofocus
          label={t('groups.name')}
          withAsterisk
          autoComplete="off"
          maxLength={100}
          value={groupName}
          onChange={(event) => setGroupName(event.currentTarget.value)}
          error={checked.of('groupName')}
        />
        <TextInput
          label={t('groups.owner')}
          description={t('groups.ownerHelp')}
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          error={checked.of('owner')}
        />
        <TextInput
          label={t('groups.id')}
          description={t('groups.idHelp')}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={groupID}
          onChange={(event) => setGroupID(event.currentTarget.value)}
          error={checked.of('groupID')}
        />
        <Textarea
          label={t('groups.introduction')}
          autosize
          maxRows={6}
          maxLength={400}
          value={introduction}
          onChange={(event) => setIntroduction(event.currentTarget.value)}
          error={checked.of('introduction')}
        />
        {checked.rest != null && <Failure error={checked.rest} />}
        <Button type="submit" loading={making.isPending}>
          {t('groups.create')}
        </Button>
      </Stack>
    </form>
  )
}
