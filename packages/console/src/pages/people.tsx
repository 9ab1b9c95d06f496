import type { ConsolePerson, ConsoleRole } from '@carillon/protocol'
import { Alert, Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Confirm } from '../components/confirm.tsx'
import { Copyable } from '../components/copyable.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Failure } from '../components/failure.tsx'
import { Loaded, Page } from '../components/page.tsx'
import { Ago } from '../components/time.tsx'
import { changeRole, invite, newPasswordLink, peopleQuery, removePerson } from '../data/people.ts'

const roles: readonly ConsoleRole[] = ['support', 'operator', 'owner']

/** Who may use the console: invite, give another role, take it away. */
export const PeoplePage = () => {
  const { t } = useTranslation()
  const people = useQuery(peopleQuery)
  const [role, setRole] = useState<ConsoleRole>('support')
  const inviting = useMutation({ mutationFn: invite })
  const link = useMutation({ mutationFn: newPasswordLink })
  const url = link.data?.url ?? inviting.data?.url
  const options = roles.map((value) => ({ value, label: t(`roles.${value}`) }))
  return (
    <Page title={t('places.people')} lead={t('people.lead')}>
      <Stack>
        <Group align="flex-end">
          <NativeSelect
            label={t('people.inviteAs')}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as ConsoleRole)}
            data={options}
          />
          <Button
            loading={inviting.isPending}
            onClick={() => {
              link.reset()
              inviting.mutate(role)
            }}
          >
            {t('people.invite')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t(`people.roles.${role}`)}
        </Text>
        {(inviting.isError || link.isError) && <Failure error={inviting.error ?? link.error} />}
        {url !== undefined && (
          <Alert variant="light" role="status" title={t('people.link')}>
            <Copyable value={url} what={t('people.link')} />
          </Alert>
        )}
        <Loaded query={people}>
          {(list) => (
            <DataTable
              label={t('places.people')}
              minWidth={600}
              heads={[t('signIn.name'), t('people.role'), t('people.used'), '']}
            >
              {list.map((person) => (
                <Row
                  key={person.personID}
                  person={person}
                  options={options}
                  onLink={() => {
                    inviting.reset()
                    link.mutate(person.personID)
                  }}
                />
              ))}
            </DataTable>
          )}
        </Loaded>
      </Stack>
    </Page>
  )
}

const Row = ({
  person,
  options,
  onLink,
}: {
  person: ConsolePerson
  options: { value: string; label: string }[]
  onLink: () => void
}) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isLeaving, setLeaving] = useState(false)
  const refresh = async (): Promise<void> => await client.invalidateQueries(peopleQuery)
  const changing = useMutation({
    mutationFn: async (role: ConsoleRole) => await changeRole(person.personID, role),
    onSettled: refresh,
  })
  const removing = useMutation({
    mutationFn: async () => await removePerson(person.personID),
    onSuccess: async () => {
      setLeaving(false)
      await refresh()
    },
  })
  return (
    <Table.Tr>
      <Table.Td className="wrap-anywhere">{person.name}</Table.Td>
      <Table.Td>
        <NativeSelect
          aria-label={`${t('people.role')}: ${person.name}`}
          size="xs"
          value={person.role}
          onChange={(event) => changing.mutate(event.currentTarget.value as ConsoleRole)}
          data={options}
        />
        {changing.isError && <Failure error={changing.error} />}
      </Table.Td>
      <Table.Td>{person.lastUsedAtMs === null ? '–' : <Ago atMs={person.lastUsedAtMs} />}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button size="xs" variant="default" onClick={onLink}>
            {t('people.newPassword')}
          </Button>
          <Button size="xs" variant="outline" color="red" onClick={() => setLeaving(true)}>
            {t('people.remove')}
          </Button>
        </Group>
        <Confirm
          isOpen={isLeaving}
          title={t('people.removeTitle', { name: person.name })}
          action={t('people.remove')}
          error={removing.error}
          isPending={removing.isPending}
          onClose={() => setLeaving(false)}
          onConfirm={() => removing.mutate()}
        >
          <Text>{t('people.removeText')}</Text>
        </Confirm>
      </Table.Td>
    </Table.Tr>
  )
}
