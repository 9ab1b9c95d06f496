import type { ConsoleDevice, ConsoleUserDetail } from '@carillon/protocol'
import { Badge, Button, Card, Checkbox, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Confirm } from '../../components/confirm.tsx'
import { DeviceFacts } from '../../components/device-facts.tsx'
import { kickUser } from '../../data/accounts.ts'
import { userQuery } from '../../data/push.ts'
import { useMay } from '../../data/session.ts'

/** The devices of an account, each with its state; an operator logs them out. */
export const AccountDevices = ({ sdkAppID, user }: { sdkAppID: number; user: ConsoleUserDetail }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('operator')
  const [wanted, setWanted] = useState<ConsoleDevice | 'all'>()
  const [revokes, setRevokes] = useState(true)
  const isAll = wanted === 'all'
  const device = isAll || wanted === undefined ? '' : (wanted.deviceName ?? wanted.deviceID)
  const kicking = useMutation({
    mutationFn: async () =>
      await kickUser(
        sdkAppID,
        user.userID,
        isAll || wanted === undefined ? { revokeUserSigs: revokes } : { deviceID: wanted.deviceID },
      ),
    onSuccess: async () => {
      await client.invalidateQueries(userQuery(sdkAppID, user.userID))
      setWanted(undefined)
    },
  })
  const ask = (whom: ConsoleDevice | 'all'): void => {
    kicking.reset()
    setWanted(whom)
  }
  return (
    <Card withBorder component="section" aria-label={t('accounts.devicesOf')}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t('accounts.devicesOf')}
        </Title>
        {may && (
          <Button variant="default" onClick={() => ask('all')}>
            {t('accounts.kickAll')}
          </Button>
        )}
      </Group>
      <Text size="sm" role="status" mb={kicking.isSuccess ? 'sm' : 0}>
        {kicking.isSuccess && t('accounts.kicked', { count: kicking.data.devices.length })}
      </Text>
      {user.devices.length === 0 ? (
        <Text c="dimmed">{t('accounts.noDevices')}</Text>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {user.devices.map((each) => (
            <DeviceCard key={each.deviceID} device={each} onKick={may ? () => ask(each) : undefined} />
          ))}
        </SimpleGrid>
      )}
      <Confirm
        isOpen={wanted !== undefined}
        title={
          isAll
            ? t('accounts.kickAllTitle', { user: user.userID })
            : t('accounts.kickTitle', { user: user.userID, device })
        }
        action={t(isAll ? 'accounts.kickAll' : 'accounts.kick')}
        error={kicking.error}
        isPending={kicking.isPending}
        onClose={() => setWanted(undefined)}
        onConfirm={() => kicking.mutate()}
      >
        <Text>{t(isAll ? 'accounts.kickAllText' : 'accounts.kickText')}</Text>
        {isAll && (
          <Checkbox
            label={t('accounts.revoke')}
            description={t('accounts.revokeHelp')}
            checked={revokes}
            onChange={(event) => setRevokes(event.currentTarget.checked)}
          />
        )}
      </Confirm>
    </Card>
  )
}

const DeviceCard = ({ device, onKick }: { device: ConsoleDevice; onKick: (() => void) | undefined }) => {
  const { t } = useTranslation()
  const isLoggedIn = device.loginState === 'logged-in'
  return (
    <Card withBorder>
      <Stack gap="sm" h="100%" justify="space-between">
        <DeviceFacts device={device} />
        <Group justify="space-between">
          <Badge variant="light" color={isLoggedIn ? 'teal' : 'gray'} c="bright" tt="none" radius="sm">
            {t(`accounts.loginStates.${device.loginState}`)}
          </Badge>
          {isLoggedIn && onKick && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('accounts.kickOf', { device: device.deviceName ?? device.deviceID })}
              onClick={onKick}
            >
              {t('accounts.kick')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  )
}
