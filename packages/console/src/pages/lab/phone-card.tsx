import type { ConsoleLab, ConsoleLabAction, ConsoleLabPhone } from '@carillon/protocol'
import { consoleLabFaults } from '@carillon/protocol'
import { Badge, Button, Group, NativeSelect, Text, Title } from '@mantine/core'

import { vendorNames } from '../../components/vendor.ts'
import { actOnPhone, setVendorFault } from '../../data/lab.ts'
import { PhoneScreen } from './phone-screen.tsx'
import { PhoneSettings } from './phone-settings.tsx'
import { useLabTexts, type LabRun } from './use-lab.ts'

/** Who may do what with a phone, and how. */
export interface PhoneProps {
  phone: ConsoleLabPhone
  /** Whom the phone's owner answers. */
  friend: ConsoleLab['desktops'][number] | undefined
  run: LabRun
  mayAct: boolean
}

/** One phone: its screen, what can be done with it, its switches, and its push service. */
export const PhoneCard = ({
  storyMsgID,
  onStory,
  ...props
}: PhoneProps & { storyMsgID: string | undefined; onStory: (msgID: string) => void }) => {
  const { t } = useLabTexts()
  const { phone, run, mayAct } = props
  const { vendor, name, state } = phone
  const isHidden = phone.lastPush?.fate.startsWith('hidden') === true
  return (
    <div role="group" aria-label={name} className="lab-phone">
      <Group justify="space-between" gap={4} mb={6}>
        <Title order={3} size="h5" className="lab-name">
          {name}
        </Title>
        <Badge variant="dot" color={stateColors[state]} tt="none" radius="sm">
          {t(`states.${state}`)}
        </Badge>
      </Group>
      <PhoneScreen {...props} onStory={onStory} />
      <div className="lab-buttons">
        {actionsOf(state).map((action) => (
          <Button
            key={action}
            size="compact-xs"
            variant="default"
            disabled={!mayAct || (state === 'killed' && (action === 'home' || action === 'lock'))}
            onClick={() => run(async () => await actOnPhone(vendor, action))}
            aria-label={t('actionOn', { action: t(`actions.${action}`), phone: name })}
          >
            {t(`actions.${action}`)}
          </Button>
        ))}
      </div>
      <NativeSelect
        size="xs"
        mt={8}
        label={t('service', { vendor: vendorNames[vendor] })}
        value={phone.fault ?? ''}
        disabled={!mayAct}
        classNames={{ input: phone.fault === undefined ? '' : 'lab-broken' }}
        onChange={(event) => {
          const { value } = event.currentTarget
          const fault = consoleLabFaults.find((each) => each === value) ?? null
          run(async () => await setVendorFault(vendor, fault))
        }}
        data={[
          { value: '', label: t('works') },
          ...consoleLabFaults.map((fault) => ({ value: fault, label: t(`faults.${fault}`) })),
        ]}
      />
      <Group gap={6} mt={8} align="flex-start" justify="space-between">
        <PhoneSettings {...props} />
        <Button
          size="compact-sm"
          variant="light"
          disabled={storyMsgID === undefined}
          onClick={() => storyMsgID !== undefined && onStory(storyMsgID)}
          aria-label={t('whyOf', { phone: name })}
        >
          {t('why')}
        </Button>
      </Group>
      {isHidden && (
        <Text size="xs" mt={6} c="dimmed">
          {t(`fates.${phone.lastPush?.fate ?? ''}`)}
        </Text>
      )}
    </div>
  )
}

const stateColors: Readonly<Record<ConsoleLabPhone['state'], string>> = {
  'not-installed': 'gray',
  killed: 'red',
  background: 'indigo',
  locked: 'gray',
  foreground: 'teal',
}

const actionsOf = (state: ConsoleLabPhone['state']): readonly ConsoleLabAction[] => [
  'open',
  'home',
  state === 'locked' ? 'unlock' : 'lock',
  'kill',
]
