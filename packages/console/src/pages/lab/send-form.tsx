import type { ConsoleLab } from '@carillon/protocol'
import { Button, Card, Group, NativeSelect, TextInput, Title } from '@mantine/core'
import { useState } from 'react'

import { Icon } from '../../components/icon.tsx'
import { actOnPhone, sendInLab, setVendorFault } from '../../data/lab.ts'
import { useLabTexts, type LabRun } from './use-lab.ts'

const everyone = '*'

/** Sends from somebody at a computer, or from a phone's app, to one phone or to all. */
export const SendForm = ({
  lab,
  run,
  onSent,
}: {
  lab: ConsoleLab
  run: LabRun
  onSent: (msgID: string) => void
}) => {
  const { t } = useLabTexts()
  const [from, setFrom] = useState(lab.desktops[0]?.userID ?? '')
  const [to, setTo] = useState(everyone)
  const [text, setText] = useState(() => t('send.example'))
  const owners = lab.phones.map(({ userID, name }) => ({ value: userID, label: `${userID} (${name})` }))
  const send = (): void =>
    run(async () => {
      const all = lab.phones.map(({ userID }) => userID).filter((userID) => userID !== from)
      const sent = await sendInLab({ from, to: to === everyone ? all : [to], text })
      const [first] = sent
      if (first) onSent(first.msgID)
    })
  return (
    <Card withBorder component="section" aria-labelledby="lab-send">
      <Title order={2} size="h4" mb="sm" id="lab-send">
        {t('send.title')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('send.from')}
            flex="1 1 90px"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            data={[
              ...lab.desktops.map(({ userID, nickName }) => ({ value: userID, label: nickName })),
              ...owners,
            ]}
          />
          <NativeSelect
            label={t('send.to')}
            flex="1 1 190px"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data={[{ value: everyone, label: t('send.everyone') }, ...owners]}
          />
          <TextInput
            label={t('send.text')}
            required
            maxLength={1000}
            flex="2 1 140px"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<Icon name="test" />}>
            {t('send.do')}
          </Button>
        </Group>
      </form>
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            run(async () => await Promise.all(lab.phones.map(({ vendor }) => actOnPhone(vendor, 'kill'))))
          }
        >
          {t('send.killAll')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            run(async () => await Promise.all(lab.phones.map(({ vendor }) => setVendorFault(vendor, null))))
          }
        >
          {t('send.mendAll')}
        </Button>
      </Group>
    </Card>
  )
}
