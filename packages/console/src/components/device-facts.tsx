import type { ConsoleDevice } from '@carillon/protocol'
import { Badge, Code, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Reason } from './reason.tsx'
import { Ago } from './time.tsx'
import { vendorNames } from './vendor.ts'

/** Whether a message would reach the device by push or over its connection. */
export const receives = ({ decision }: ConsoleDevice): boolean => decision !== 'suppress'

/** What is known of a device, and whether it receives pushes and why. */
export const DeviceFacts = ({ device }: { device: ConsoleDevice }) => {
  const { t } = useTranslation()
  const can = receives(device)
  return (
    <Stack gap={6} miw={0} flex={1}>
      <Group justify="space-between" gap="xs">
        <Text fw={600} className="wrap-anywhere">
          {device.deviceName ?? device.deviceID}
        </Text>
        <Badge color={can ? 'teal' : 'red'} variant="light" c="bright" tt="none" radius="sm">
          {t(can ? 'device.receives' : 'device.receivesNot')}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {device.vendor ? vendorNames[device.vendor] : t('device.noVendor')} · {device.platform} ·{' '}
        {t(`device.connection.${device.connection}`)} · {t('device.seen')} <Ago atMs={device.lastSeenAtMs} />
      </Text>
      <Text size="sm">
        {device.token === undefined ? (
          t('device.noToken')
        ) : (
          <>
            {t('device.token')} <Code>{device.token}</Code>{' '}
            {device.tokenState !== 'live' && t(`device.tokenStates.${device.tokenState ?? 'cleared'}`)}
          </>
        )}
      </Text>
      {device.certificateID !== undefined && (
        <Text size="sm">
          {t('device.certificate')} <Code>{device.certificateID}</Code>{' '}
          {device.certificateName ?? t('device.certificateGone')}
        </Text>
      )}
      <Reason code={device.reason} />
    </Stack>
  )
}
