import type { ConsoleCertificateField } from '@carillon/protocol'
import {
  Button,
  FileButton,
  Group,
  NativeSelect,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { readFieldFile, fileTypes } from './field-file.ts'
import { PasswordField } from './password-field.tsx'

interface CertificateInputProps {
  field: ConsoleCertificateField
  /** Its words in the reader's language. */
  label: string
  help: string
  value: string
  isStored: boolean
  isReadOnly: boolean
  error: string | undefined
  onChange: (value: string) => void
}

/** One field of a certificate's form. */
export const CertificateInput = (props: CertificateInputProps) => {
  const { t } = useTranslation()
  const { field, label, help, value, isStored, isReadOnly, error, onChange } = props
  const common = {
    name: field.name,
    label,
    description: help,
    error,
    disabled: isReadOnly,
    ...(isStored ? { placeholder: t('certificates.stored') } : {}),
  }
  const take = (event: { currentTarget: { value: string } }): void => onChange(event.currentTarget.value)
  switch (field.kind) {
    case 'flag':
      return (
        <Switch
          name={field.name}
          label={label}
          description={help}
          error={error}
          disabled={isReadOnly}
          checked={value === 'true'}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...common}
          withAsterisk={field.required}
          value={value}
          onChange={take}
          data={[{ value: '', label: t('certificates.default') }, ...(field.choices ?? [])]}
        />
      )
    case 'secret':
      return (
        <PasswordField
          {...common}
          withAsterisk={field.required}
          autoComplete="off"
          value={value}
          onChange={take}
        />
      )
    case 'json-file':
    case 'pem-file':
    case 'p12-file':
      return <FileInput {...props} />
    case 'text':
    case 'url':
      break
  }
  return (
    <TextInput
      {...common}
      withAsterisk={field.required}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={take}
    />
  )
}

const FileInput = ({
  field,
  label,
  help,
  value,
  isStored,
  isReadOnly,
  error,
  onChange,
}: CertificateInputProps) => {
  const { t } = useTranslation()
  const [file, setFile] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const take = async (given: File | null): Promise<void> => {
    if (given === null) return
    const result = await readFieldFile(given, field.kind)
    setFile(result.ok ? given.name : undefined)
    setProblem(result.ok ? undefined : t(`certificates.files.${result.problem}`))
    onChange(result.ok ? result.text : '')
  }
  const shown = problem ?? error
  const isBinary = field.kind === 'p12-file'
  return (
    <Stack gap={6}>
      <Textarea
        name={field.name}
        label={label}
        description={help}
        withAsterisk={field.required}
        error={shown}
        disabled={isReadOnly}
        readOnly={isBinary}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        placeholder={t(
          isStored ? 'certificates.stored' : isBinary ? 'certificates.choose' : 'certificates.paste',
        )}
        value={isBinary && value !== '' ? (file ?? t('certificates.chosen')) : value}
        onChange={(event) => {
          setFile(undefined)
          setProblem(undefined)
          onChange(event.currentTarget.value)
        }}
      />
      {!isReadOnly && (
        <Group gap="xs">
          <FileButton
            onChange={(given) => void take(given)}
            accept={fileTypes[field.kind] ?? ''}
            inputProps={{ 'aria-label': t('certificates.fileOf', { field: label }) }}
          >
            {(props) => (
              <Button {...props} variant="default" size="xs">
                {t('certificates.upload')}
              </Button>
            )}
          </FileButton>
          {(value !== '' || isStored) && (
            <Button
              variant="subtle"
              size="xs"
              aria-label={t('certificates.removeOf', { field: label })}
              onClick={() => {
                setFile(undefined)
                setProblem(undefined)
                onChange('')
              }}
            >
              {t('certificates.remove')}
            </Button>
          )}
          {file !== undefined && (
            <Text size="sm" c="dimmed">
              {file}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  )
}
