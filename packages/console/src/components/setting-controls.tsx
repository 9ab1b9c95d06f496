import type { ConsoleSetting } from '@carillon/protocol'
import {
  Button,
  Checkbox,
  Group,
  JsonInput,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  TextInput,
} from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { durationUnits, largestUnit } from './durations.ts'
import { PasswordField } from './password-field.tsx'

/** What the control of a setting is given. */
export interface SettingInputProps {
  setting: ConsoleSetting
  isReadOnly: boolean
  isPending: boolean
  /** Why what was to be saved was not. */
  error: string | undefined
  onSave: (value: unknown) => void
}

interface Words {
  label: string
  description: string
  error: string | undefined
}

type ControlProps = SettingInputProps & { words: Words }

/** A control with the button that saves it; only who may change it sees that. */
const Saved = ({
  isReadOnly,
  isPending,
  isChanged,
  onSave,
  children,
}: Pick<SettingInputProps, 'isReadOnly' | 'isPending'> & {
  isChanged: boolean
  onSave: () => void
  children: ReactNode
}) => {
  const { t } = useTranslation()
  return (
    <Group align="flex-end">
      {children}
      {!isReadOnly && (
        <Button variant="default" onClick={onSave} loading={isPending} disabled={!isChanged}>
          {t('settings.save')}
        </Button>
      )}
    </Group>
  )
}

/** A text. */
export const TextSetting = ({
  value,
  onSave,
  words,
  ...rest
}: Omit<ControlProps, 'setting' | 'error' | 'onSave'> & {
  value: string
  onSave: (text: string) => void
}) => {
  const [text, setText] = useState(value)
  return (
    <Saved {...rest} isChanged={text !== value} onSave={() => onSave(text)}>
      <TextInput
        {...words}
        disabled={rest.isReadOnly}
        flex={1}
        miw={200}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Saved>
  )
}

/** A number within its bounds. */
export const CountSetting = ({ setting, onSave, words, ...rest }: ControlProps) => {
  const [count, setCount] = useState<number | string>(setting.value as number)
  return (
    <Saved {...rest} isChanged={count !== setting.value && count !== ''} onSave={() => onSave(count)}>
      <NumberInput
        {...words}
        disabled={rest.isReadOnly}
        flex={1}
        miw={200}
        value={count}
        onChange={setCount}
        allowDecimal={false}
        thousandSeparator=" "
        {...bounds(setting)}
      />
    </Saved>
  )
}

const bounds = ({ least, most }: ConsoleSetting): { min?: number; max?: number } => ({
  ...(least === undefined ? {} : { min: least }),
  ...(most === undefined ? {} : { max: most }),
})

/** A duration in the unit that fits. */
export const DurationSetting = ({ setting, onSave, words, ...rest }: ControlProps) => {
  const { t } = useTranslation()
  const given = setting.value as number
  const [unitMs, setUnitMs] = useState(largestUnit(given))
  const [count, setCount] = useState<number | string>(given / unitMs)
  const ms = Math.round(Number(count) * unitMs)
  return (
    <Saved {...rest} isChanged={ms !== given && count !== ''} onSave={() => onSave(ms)}>
      <NumberInput
        {...words}
        disabled={rest.isReadOnly}
        flex={1}
        miw={200}
        min={0}
        value={count}
        onChange={setCount}
      />
      <NativeSelect
        aria-label={t('settings.unit', { setting: words.label })}
        disabled={rest.isReadOnly}
        value={String(unitMs)}
        onChange={(event) => setUnitMs(Number(event.currentTarget.value))}
        data={durationUnits.map(([unit, each]) => ({ value: String(each), label: t(`units.${unit}`) }))}
        w={120}
      />
    </Saved>
  )
}

/** A text that goes in and does not come out: the value says whether there is one. */
export const SecretSetting = ({ setting, onSave, words, ...rest }: ControlProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  return (
    <Saved {...rest} isChanged={text !== ''} onSave={() => onSave(text)}>
      <PasswordField
        {...words}
        disabled={rest.isReadOnly}
        flex={1}
        miw={200}
        maxLength={1000}
        autoComplete="off"
        placeholder={setting.value === '' ? '' : t('certificates.stored')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Saved>
  )
}

/** One of several words, saved when it is chosen. */
export const ChoiceSetting = ({ setting, onSave, words, isReadOnly, isPending }: ControlProps) => (
  <NativeSelect
    {...words}
    disabled={isReadOnly || isPending}
    value={String(setting.value)}
    onChange={(event) => onSave(event.currentTarget.value)}
    data={[...(setting.options ?? [])]}
  />
)

/** Any of several words. */
export const ChoicesSetting = ({ setting, onSave, words, ...rest }: ControlProps) => {
  const given = setting.value as readonly string[]
  const [chosen, setChosen] = useState<string[]>([...given])
  const isChanged = chosen.toSorted().join() !== given.toSorted().join()
  return (
    <Saved {...rest} isChanged={isChanged} onSave={() => onSave(chosen)}>
      <Checkbox.Group {...words} flex={1} miw={200} value={chosen} onChange={setChosen}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
          {(setting.options ?? []).map((option) => (
            <Checkbox
              key={option}
              value={option}
              label={option}
              disabled={rest.isReadOnly}
              styles={{ label: { overflowWrap: 'anywhere' } }}
            />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
    </Saved>
  )
}

/** Texts by language, as JSON. */
export const TextsSetting = ({ setting: { value }, onSave, words, ...rest }: ControlProps) => {
  const { t } = useTranslation()
  const first = JSON.stringify(value, null, 2)
  const [text, setText] = useState(first)
  const parsed = parse(text)
  return (
    <Saved {...rest} isChanged={text !== first && parsed !== undefined} onSave={() => onSave(parsed)}>
      <JsonInput
        {...words}
        disabled={rest.isReadOnly}
        flex={1}
        miw={240}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={30_000}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        onChange={setText}
        error={parsed === undefined ? t('settings.noJSON') : words.error}
      />
    </Saved>
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
