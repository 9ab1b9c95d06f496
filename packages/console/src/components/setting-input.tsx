import type { ConsoleSetting } from '@carillon/protocol'
import { Button, Group, JsonInput, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { formatDuration } from '../i18n/format.ts'
import { durationUnits, largestUnit, parseDurations } from './durations.ts'

/** One setting: its words, its default, and the control of its kind. */
export const SettingInput = ({
  setting,
  isReadOnly,
  isPending,
  onSave,
}: {
  setting: ConsoleSetting
  isReadOnly: boolean
  isPending: boolean
  onSave: (value: unknown) => void
}) => {
  const { t, i18n } = useTranslation()
  const { path, kind, value, default: standard } = setting
  const name = path.replace('.', '-')
  const shownDefault = (): string => {
    if (kind === 'duration') return formatDuration(standard as number, i18n.language)
    if (kind === 'flag') return t(standard === true ? 'settings.on' : 'settings.off')
    if (kind === 'durations' || kind === 'texts') return t('settings.empty')
    return String(standard)
  }
  const common = {
    label: t(`settings.names.${name}`),
    description: `${t(`settings.help.${name}`)} ${t('settings.default', { value: shownDefault() })}`,
    disabled: isReadOnly,
  }
  if (kind === 'flag')
    return (
      <Switch
        {...common}
        disabled={isReadOnly || isPending}
        checked={value === true}
        onChange={(event) => onSave(event.currentTarget.checked)}
      />
    )
  if (kind === 'language')
    return (
      <TextField
        {...common}
        value={String(value)}
        isPending={isPending}
        isReadOnly={isReadOnly}
        onSave={onSave}
      />
    )
  if (kind === 'duration')
    return (
      <Duration {...common} setting={setting} isPending={isPending} isReadOnly={isReadOnly} onSave={onSave} />
    )
  if (kind === 'count')
    return (
      <Count {...common} setting={setting} isPending={isPending} isReadOnly={isReadOnly} onSave={onSave} />
    )
  if (kind === 'durations')
    return (
      <TextField
        {...common}
        value={(value as number[]).map((ms) => ms / 1000).join(', ')}
        isPending={isPending}
        isReadOnly={isReadOnly}
        onSave={(text) => onSave(parseDurations(text))}
      />
    )
  return <Texts {...common} value={value} isPending={isPending} isReadOnly={isReadOnly} onSave={onSave} />
}

interface Common {
  label: string
  description: string
  isReadOnly: boolean
  isPending: boolean
}

const Save = ({
  isPending,
  isShown,
  onSave,
}: {
  isPending: boolean
  isShown: boolean
  onSave: () => void
}) => {
  const { t } = useTranslation()
  return (
    <Button variant="default" onClick={onSave} loading={isPending} disabled={!isShown}>
      {t('settings.save')}
    </Button>
  )
}

const TextField = ({
  value,
  onSave,
  isReadOnly,
  isPending,
  ...words
}: Common & { value: string; onSave: (text: string) => void }) => {
  const [text, setText] = useState(value)
  return (
    <Group align="flex-end" wrap="nowrap">
      <TextInput
        {...words}
        disabled={isReadOnly}
        flex={1}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {!isReadOnly && <Save isPending={isPending} isShown={text !== value} onSave={() => onSave(text)} />}
    </Group>
  )
}

const Count = ({
  setting,
  onSave,
  isReadOnly,
  isPending,
  ...words
}: Common & { setting: ConsoleSetting; onSave: (value: unknown) => void }) => {
  const [count, setCount] = useState<number | string>(setting.value as number)
  return (
    <Group align="flex-end" wrap="nowrap">
      <NumberInput
        {...words}
        disabled={isReadOnly}
        flex={1}
        value={count}
        onChange={setCount}
        allowDecimal={false}
        thousandSeparator=" "
        {...bounds(setting)}
      />
      {!isReadOnly && (
        <Save
          isPending={isPending}
          isShown={count !== setting.value && count !== ''}
          onSave={() => onSave(count)}
        />
      )}
    </Group>
  )
}

const bounds = ({ least, most }: ConsoleSetting): { min?: number; max?: number } => ({
  ...(least === undefined ? {} : { min: least }),
  ...(most === undefined ? {} : { max: most }),
})

const Duration = ({
  setting,
  onSave,
  isReadOnly,
  isPending,
  ...words
}: Common & { setting: ConsoleSetting; onSave: (value: unknown) => void }) => {
  const { t } = useTranslation()
  const given = setting.value as number
  const [unitMs, setUnitMs] = useState(largestUnit(given))
  const [count, setCount] = useState<number | string>(given / unitMs)
  const ms = Math.round(Number(count) * unitMs)
  return (
    <Group align="flex-end" wrap="nowrap">
      <NumberInput {...words} disabled={isReadOnly} flex={1} min={0} value={count} onChange={setCount} />
      <NativeSelect
        aria-label={t('settings.unit', { setting: words.label })}
        disabled={isReadOnly}
        value={String(unitMs)}
        onChange={(event) => setUnitMs(Number(event.currentTarget.value))}
        data={durationUnits.map(([unit, each]) => ({ value: String(each), label: t(`units.${unit}`) }))}
        w={120}
      />
      {!isReadOnly && (
        <Save isPending={isPending} isShown={ms !== given && count !== ''} onSave={() => onSave(ms)} />
      )}
    </Group>
  )
}

const Texts = ({
  value,
  onSave,
  isReadOnly,
  isPending,
  ...words
}: Common & { value: unknown; onSave: (value: unknown) => void }) => {
  const { t } = useTranslation()
  const first = JSON.stringify(value, null, 2)
  const [text, setText] = useState(first)
  const parsed = parse(text)
  return (
    <Group align="flex-end">
      <JsonInput
        {...words}
        disabled={isReadOnly}
        flex={1}
        miw={240}
        autosize
        minRows={2}
        maxRows={12}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        onChange={setText}
        error={parsed === undefined ? t('settings.noJSON') : undefined}
      />
      {!isReadOnly && (
        <Save
          isPending={isPending}
          isShown={text !== first && parsed !== undefined}
          onSave={() => onSave(parsed)}
        />
      )}
    </Group>
  )
}

const parse = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
