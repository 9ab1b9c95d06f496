import * as z from 'zod'

import type { CertificateField, CertificateProblem, CertificateResult } from './channel.ts'

/**
 * Checks certificate fields: empty ones count as absent, text is trimmed, unknown ones are named. Every
 * problem says what was found, secrets cut short, and what is allowed.
 */
export const checkFields = <Checked>(
  fields: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Checked>,
  known: readonly CertificateField[],
): CertificateResult<Checked> => {
  const given = Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== '' && value !== null && value !== undefined),
  )
  const result = schema.safeParse(given)
  if (result.success) return { ok: true, certificate: result.data }
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, given, known)) }
}

const problemsOf = (
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
  known: readonly CertificateField[],
): CertificateProblem[] => {
  const names = known.map((field) => field.name).join(', ')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, message: `unknown field; the fields are ${names}` }))
  const field = String(issue.path[0] ?? '')
  if (!Object.hasOwn(given, field)) return [{ field, message: `missing: ${issue.message}` }]
  const kind = known.find((candidate) => candidate.name === field)?.kind
  if (kind === 'json-file') return [{ field, message: issue.message }]
  const isSecret = kind === 'secret' || kind === 'pem-file' || kind === 'p12-file'
  return [{ field, message: `found ${shown(given[field], isSecret)}: ${issue.message}` }]
}

/** A value as an error may show it: never the whole of a secret. */
export const shown = (value: unknown, isSecret: boolean): string => {
  if (typeof value !== 'string')
    return value !== null && typeof value === 'object' ? 'an object' : `${typeof value} ${String(value)}`
  if (!isSecret) return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value)
  return value.length >= 16
    ? `"${value.slice(0, 4)}…" (${value.length} characters)`
    : `${value.length} characters`
}

/** Text of 1 to `max` characters without control characters. */
export const textField = (what: string, max = 200): z.ZodString =>
  z
    .string({ error: what })
    .max(max, `${what}, at most ${max} characters`)
    // oxlint-disable-next-line no-control-regex -- that there are none is what is checked
    .regex(/^[^\u0000-\u001f\u007f]+$/, `${what}, without line breaks or other control characters`)

/** An absolute https URL without user and fragment, given back without a trailing slash. */
export const httpsURLField = (what: string, mayHaveQuery = false): z.ZodType<string> =>
  z
    .string({ error: what })
    .max(1024, `${what}, at most 1024 characters`)
    .refine(
      (text) => {
        const url = URL.parse(text)
        if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
        return url.hash === '' && (mayHaveQuery || url.search === '')
      },
      `${what}: an absolute https:// URL without user name${mayHaveQuery ? '' : ', query'} or fragment`,
    )
    .transform((text) => text.replace(/\/+$/, ''))

/** An Android package name. */
export const packageNameField = z
  .string({ error: "the app's package name, such as com.example.chat" })
  .regex(
    /^(?=.{3,255}$)[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/,
    "must be the app's package name (applicationId), such as com.example.chat",
  )
