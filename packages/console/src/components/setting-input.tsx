import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { formatDuration } from '../i18n/format.ts'
import { parseDurations } from './durations.ts'
import {
  ChoiceSetting,
  ChoicesSetting,
  CountSetting,
  DurationSetting,
  SecretSetting,
  TextSetting,
  TextsSetting,
  type SettingInputProps,
} from './setting-controls.tsx'

/** One setting: its words, its default, and the control of its kind. */
export const SettingInput = (props: SettingInputProps) => {
  const { t, i18n } = useTranslation()
  const { setting, isReadOnly, isPending, error, onSave } = props
  const { path, kind, value, default: standard } = setting
  const name = path.replace('.', '-')
  const shownDefault = (): string => {
    if (kind === 'duration') return formatDuration(standard as number, i18n.language)
    if (kind === 'flag') return t(standard === true ? 'settings.on' : 'settings.off')
    const isEmpty = standard === '' || kind === 'durations' || kind === 'texts' || kind === 'choices'
    return isEmpty ? t('settings.empty') : String(standard)
  }
  const words = {
    label: t(`settings.names.${name}`),
    description: `${t(`settings.help.${name}`)} ${t('settings.default', { value: shownDefault() })}`,
    error,
  }
  switch (kind) {
    case 'flag':
      return (
        <Switch
          {...words}
          disabled={isReadOnly || isPending}
          checked={value === true}
          onChange={(event) => onSave(event.currentTarget.checked)}
        />
      )
    case 'text':
      return <TextSetting {...props} words={words} value={String(value)} onSave={onSave} />
    case 'secret':
      return <SecretSetting {...props} words={words} />
    case 'choice':
      return <ChoiceSetting {...props} words={words} />
    case 'choices':
      return <ChoicesSetting {...props} words={words} />
    case 'durations':
      return (
        <TextSetting
          {...props}
          words={words}
          value={(value as number[]).map((ms) => ms / 1000).join(', ')}
          onSave={(text) => onSave(parseDurations(text))}
        />
      )
    case 'duration':
      return <DurationSetting {...props} words={words} />
    case 'count':
      return <CountSetting {...props} words={words} />
    case 'texts':
      return <TextsSetting {...props} words={words} />
    default:
      return kind satisfies never
  }
}
