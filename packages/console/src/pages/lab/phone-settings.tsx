import { consoleLabSwitches } from '@carillon/protocol'
import { Button, Popover, Stack, Switch } from '@mantine/core'

import { actOnPhone, turnChannel, turnSwitch } from '../../data/lab.ts'
import type { PhoneProps } from './phone-card.tsx'
import { useLabTexts } from './use-lab.ts'

/** What the phone's owner has set: the app's notifications, the channels, the network. */
export const PhoneSettings = ({ phone, run, mayAct }: PhoneProps) => {
  const { t } = useLabTexts()
  const { vendor, name } = phone
  const changed = consoleLabSwitches.some((each) => phone.switches[each] !== (each !== 'doNotDisturb'))
  return (
    <Popover position="bottom-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          className={changed || !phone.isOnline ? 'lab-changed' : ''}
          aria-label={t('actionOn', { action: t('settings'), phone: name })}
        >
          {t('settings')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('actionOn', { action: t('settings'), phone: name })}>
        <Stack gap="xs">
          {consoleLabSwitches.map((each) => (
            <Switch
              key={each}
              size="sm"
              label={t(`switches.${each}`)}
              disabled={!mayAct}
              checked={phone.switches[each]}
              onChange={(event) => {
                const isOn = event.currentTarget.checked
                run(async () => await turnSwitch(vendor, each, isOn))
              }}
            />
          ))}
          <Switch
            size="sm"
            label={t('network')}
            disabled={!mayAct}
            checked={phone.isOnline}
            onChange={(event) => {
              const action = event.currentTarget.checked ? 'go-online' : 'go-offline'
              run(async () => await actOnPhone(vendor, action))
            }}
          />
          {phone.channels.map((channel) => (
            <Switch
              key={channel.id}
              size="sm"
              label={t('channel', { name: channel.name })}
              disabled={!mayAct}
              checked={channel.isEnabled}
              onChange={(event) => {
                const isOn = event.currentTarget.checked
                run(async () => await turnChannel(vendor, channel.id, isOn))
              }}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
