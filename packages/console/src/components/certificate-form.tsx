import type { ConsoleCertificateField, VendorId } from '@carillon/protocol'
import { Accordion, Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { FieldValues } from '../data/certificates.ts'
import { CertificateInput } from './certificate-input.tsx'
import { Failure } from './failure.tsx'
import { useFieldText } from './field-text.ts'
import { useProblems } from './problems.ts'

/** Fields that most people leave as they are. */
const rare =
  /^(?:codeOverrides|notificationsPerSecond|quota[A-Z]\w*|max[A-Z]\w*|baseURL|tokenURL|callback\w*|receipt\w*|recall\w*|template\w*|titleParams|contentParams|testMessage|groups|pem|voip|harmony\w*|projectID|clientID)$/

const isRare = ({ name, required }: ConsoleCertificateField): boolean => !required && rare.test(name)

/** What is given to be stored. */
export interface CertificateGiven {
  name: string
  fields: FieldValues
}

/** The form of a vendor's certificate, from the fields the server names. */
export const CertificateForm = ({
  vendor,
  fields,
  values = {},
  secrets = [],
  name: firstName,
  error,
  isPending,
  isReadOnly = false,
  submitLabel,
  onSubmit,
}: {
  vendor: VendorId
  fields: readonly ConsoleCertificateField[]
  values?: FieldValues
  /** Secret fields that are stored: they are not shown, and stay unless they are given anew. */
  secrets?: readonly string[]
  name: string
  error: unknown
  isPending: boolean
  isReadOnly?: boolean
  submitLabel: string
  /** Told of the fields that were changed. */
  onSubmit: (given: CertificateGiven) => void
}) => {
  const { t } = useTranslation()
  const fieldText = useFieldText(vendor)
  const [name, setName] = useState(firstName)
  const [opened, setOpened] = useState<string | null>(null)
  const [changes, setChanges] = useState<FieldValues>({})
  const problems = useProblems(error, ['name', ...fields.map((field) => field.name)])
  const input = (field: ConsoleCertificateField) => (
    <CertificateInput
      key={field.name}
      field={field}
      {...fieldText(field)}
      value={changes[field.name] ?? values[field.name] ?? ''}
      isStored={secrets.includes(field.name) && changes[field.name] === undefined}
      isReadOnly={isReadOnly}
      error={problems.of(field.name)}
      onChange={(value) => setChanges((before) => ({ ...before, [field.name]: value }))}
    />
  )
  const rareFields = fields.filter(isRare)
  const hasRareProblem = rareFields.some((field) => problems.of(field.name) !== undefined)
  return (
    <form
      aria-label={vendor}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit({ name, fields: changes })
      }}
    >
      <Stack maw={640}>
        <TextInput
          label={t('certificates.name')}
          description={t('certificates.nameHelp')}
          required
          maxLength={100}
          readOnly={isReadOnly}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problems.of('name')}
        />
        {fields.filter((field) => !isRare(field)).map(input)}
        {rareFields.length > 0 && (
          <Accordion variant="separated" value={hasRareProblem ? 'rare' : opened} onChange={setOpened}>
            <Accordion.Item value="rare">
              <Accordion.Control>{t('certificates.more')}</Accordion.Control>
              <Accordion.Panel>
                <Stack>{rareFields.map(input)}</Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
        {problems.rest != null && <Failure error={problems.rest} />}
        {!isReadOnly && (
          <Button type="submit" loading={isPending} w="fit-content">
            {submitLabel}
          </Button>
        )}
      </Stack>
    </form>
  )
}
