import { problemsOfGroup, type ConsoleGroupDetail, type GroupAddOption } from '@carillon/protocol'
import {
  Button,
  Card,
  Group,
  NativeSelect,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useCheckedForm } from '../../components/checked-form.ts'
import { Failure } from '../../components/failure.tsx'
import { changeGroup, groupQuery, type GroupChanges, type GroupKey } from '../../data/groups.ts'
import { useMay } from '../../data/session.ts'

const fields = ['groupName', 'introduction', 'notification', 'faceUrl', 'isAllMuted', 'addOption'] as const

type Values = Required<GroupChanges>

const valuesOf = (detail: ConsoleGroupDetail): Values => ({
  groupName: detail.groupName,
  introduction: detail.introduction,
  notification: detail.notification,
  faceUrl: detail.faceUrl,
  isAllMuted: detail.isAllMuted,
  addOption: detail.addOption,
})

/** What of the edits differs from what is stored. What nobody touched follows what others store meanwhile. */
const changesOf = (edits: GroupChanges, detail: ConsoleGroupDetail): GroupChanges =>
  Object.fromEntries(Object.entries(edits).filter(([name, value]) => detail[name as keyof Values] !== value))

/** The settings of a group. What its type does not have cannot be changed, and says so. */
export const GroupSettings = ({ group, detail }: { group: GroupKey; detail: ConsoleGroupDetail }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('operator')
  const [edits, setEdits] = useState<GroupChanges>({})
  const values: Values = { ...valuesOf(detail), ...edits }
  const set = (more: GroupChanges): void => {
    saving.reset()
    setEdits((before) => ({ ...before, ...more }))
  }
  const changes = changesOf(edits, detail)
  const isChanged = Object.keys(changes).length > 0
  const saving = useMutation({
    mutationFn: async () => await changeGroup(group, changes),
    onSuccess: async (stored) => {
      setEdits({})
      client.setQueryData(groupQuery(group).queryKey, stored)
      await client.invalidateQueries({ queryKey: ['apps', group.sdkAppID, 'groups'] })
    },
  })
  // What is stored may be of a time with other rules, and is not what is asked about.
  const checked = useCheckedForm(problemsOfGroup(changes), saving.error, fields)
  const { groupType, can } = detail
  const text = (name: 'groupName' | 'introduction' | 'notification' | 'faceUrl') => ({
    readOnly: !may,
    autoComplete: 'off',
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    error: checked.of(name),
  })
  return (
    <Card withBorder component="section" aria-label={t('groups.settings')}>
      <Title order={2} size="h4" mb="sm">
        {t('groups.settings')}
      </Title>
      <form
        noValidate
        ref={checked.form}
        onSubmit={(event) => checked.submit(event, () => isChanged && saving.mutate())}
      >
        <Stack gap="md" maw={640}>
          <TextInput label={t('groups.name')} maxLength={100} {...text('groupName')} />
          <Textarea
            label={t('groups.introduction')}
            autosize
            maxRows={8}
            maxLength={400}
            {...text('introduction')}
          />
          <Textarea
            label={t('groups.notification')}
            autosize
            maxRows={8}
            maxLength={400}
            {...text('notification')}
          />
          <TextInput
            label={t('groups.faceUrl')}
            description={t('accounts.faceUrlHelp')}
            inputMode="url"
            maxLength={500}
            {...text('faceUrl')}
          />
          <NativeSelect
            label={t('groups.addOption')}
            description={can.changeAddOption ? undefined : t('groups.addOptionFixed', { type: groupType })}
            disabled={!may || !can.changeAddOption}
            value={String(values.addOption)}
            onChange={(event) => set({ addOption: Number(event.currentTarget.value) as GroupAddOption })}
            data={(['0', '1', '2'] as const).map((value) => ({
              value,
              label: t(`groups.addOptions.${value}`),
            }))}
            error={checked.of('addOption')}
          />
          <Switch
            label={t('groups.isAllMuted')}
            description={can.muteAll ? undefined : t('groups.muteAllFixed', { type: groupType })}
            disabled={!may || !can.muteAll}
            checked={values.isAllMuted}
            onChange={(event) => set({ isAllMuted: event.currentTarget.checked })}
            error={checked.of('isAllMuted')}
          />
          {checked.rest != null && <Failure error={checked.rest} />}
          {may && (
            <Group gap="sm">
              <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
                {t('groups.save')}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {saving.isSuccess && !isChanged && t('groups.saved')}
              </Text>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  )
}
