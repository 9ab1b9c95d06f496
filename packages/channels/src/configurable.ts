import type { Outcome } from '@carillon/protocol'
import * as z from 'zod'

import { checkFields } from './certificate.ts'
import type { CertificateField, Channel } from './channel.ts'
import { nextChinaMidnightMs } from './china-midnight.ts'
import { refusedFor } from './outcomes.ts'

/** What can be done about a code, in the words of outcomes. */
const reactions = ['accepted', 'token-dead', 'retry', 'config', 'payload', 'quota', 'unknown'] as const
type Reaction = (typeof reactions)[number]

/** Stands for every code that is in no list of the vendor's. */
const otherCodes = 'other'
const maxOverrides = 100
const hourMs = 3_600_000

/** Numbers an owner may know better, each with what it is, its least and its most. */
const numbers = {
  notificationsPerSecond: {
    label: 'Notifications a second',
    help: "The rate the vendor granted the app. Empty: the vendor's usual one.",
    least: 1,
    most: 1_000_000,
  },
  quotaResetHour: {
    label: 'Hour of the quota',
    help: 'Hour of the day in China (UTC+8) at which the share of the day is given again. Empty: as the vendor says, else 0.',
    least: 0,
    most: 23,
  },
  quotaPerDay: {
    label: 'Notifications a day',
    help: 'How many notifications of the certificate’s class the vendor takes from the app a day. Empty: not counted, but for what the vendor says itself.',
    least: 1,
    most: 1_000_000_000,
  },
  quotaPerDevicePerDay: {
    label: 'Notifications a day and phone',
    help: "How many notifications of a class with a share the vendor shows on one phone a day. Empty: the vendor's usual number.",
    least: 1,
    most: 100_000,
  },
  maxPayloadBytes: {
    label: 'Most bytes',
    help: 'Bytes a notification may have, where they are counted. Empty: what is known of the vendor.',
    least: 512,
    most: 65_536,
  },
  maxTTLSeconds: {
    label: 'Longest time to live',
    help: 'Seconds the vendor keeps a notification for a phone that is away. Empty: what is known of the vendor.',
    least: 60,
    most: 2_419_200,
  },
  maxTitleLength: {
    label: 'Longest title',
    help: "Characters of a title, as the vendor counts. Empty: the stricter reading of the vendor's documents.",
    least: 4,
    most: 1000,
  },
  maxBodyLength: {
    label: 'Longest text',
    help: "Characters of a text, as the vendor counts. Empty: the stricter reading of the vendor's documents.",
    least: 4,
    most: 4000,
  },
} as const

/** The name of a number an owner may know better. */
export type KnownNumber = keyof typeof numbers

/** What an app's owner knows of the vendor better than Carillon. */
interface VendorKnowledge {
  /** What is done about a code, in place of what Carillon does. */
  codeOverrides?: ReadonlyMap<string, Reaction>
  numbers: Readonly<Partial<Record<KnownNumber, number>>>
}

/** A certificate with it; absent where nothing was said. */
export interface WithKnowledge {
  knowledge?: VendorKnowledge
}

const codeOverridesOf: CertificateField = {
  name: 'codeOverrides',
  label: 'Code overrides',
  help: `What is done about single codes of the vendor, such as 10302=token-dead, 10070=retry. ${otherCodes}=... is for codes Carillon does not know. One of ${reactions.join(', ')}.`,
  kind: 'text',
  required: false,
}

const fieldOf = (name: KnownNumber): CertificateField => {
  const { label, help } = numbers[name]
  return { name, label, help, kind: 'text', required: false }
}

const example = `must be codes with what is done about them, such as 10302=token-dead, ${otherCodes}=retry; one of ${reactions.join(', ')}`

const codeOverridesField = z.string({ error: example }).transform((text, context) => {
  const pairs = text
    .split(/[,;\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
  const overrides = new Map<string, Reaction>()
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=')
    const code = pair.slice(0, at).trim()
    const reaction = reactions.find((known) => known === pair.slice(at + 1).trim())
    if (at < 1 || code.length > 100 || reaction === undefined) {
      context.addIssue({ code: 'custom', message: `${pair.slice(0, 60)} is not one: ${example}` })
      return z.NEVER
    }
    overrides.set(code, reaction)
  }
  if (overrides.size > maxOverrides) {
    context.addIssue({ code: 'custom', message: `at most ${maxOverrides} codes` })
    return z.NEVER
  }
  return overrides
})

const numberField = (name: KnownNumber) => {
  const { least, most } = numbers[name]
  const allowed = `must be a whole number from ${least} to ${most}`
  return z.coerce.number({ error: allowed }).int(allowed).min(least, allowed).max(most, allowed).optional()
}

const schemaOf = (names: readonly KnownNumber[]) =>
  z
    .object({
      codeOverrides: codeOverridesField.optional(),
      ...Object.fromEntries(names.map((name) => [name, numberField(name)])),
    })
    .transform(({ codeOverrides, ...given }): VendorKnowledge | undefined => {
      const known = Object.entries(given).filter(([, value]) => value !== undefined)
      if (codeOverrides === undefined && known.length === 0) return undefined
      return { ...(codeOverrides === undefined ? {} : { codeOverrides }), numbers: Object.fromEntries(known) }
    })

/**
 * The channel with what an owner may know better among its certificate's fields: `codeOverrides`,
 * `notificationsPerSecond`, and what else the vendor's documents leave open. Who sends reads the first by
 * `withOverrides`, encoders the numbers by `knownNumber`.
 * @param knowsCode whether a code is in the vendor's list, or is no code of the vendor's at all
 * @param open numbers that are not sure of this vendor
 */
export const configurable = <Certificate extends object>(
  channel: Channel<Certificate>,
  knowsCode: (code: string) => boolean,
  open: readonly KnownNumber[] = [],
): Channel<Certificate & WithKnowledge> => {
  const names = ['notificationsPerSecond', ...open] as const
  const fields = [codeOverridesOf, ...names.map(fieldOf)]
  const schema = schemaOf(names)
  const isOwn = (name: string): boolean => fields.every((field) => field.name !== name)
  return {
    ...channel,
    certificateFields: [...channel.certificateFields, ...fields],
    parseCertificate: (given) => {
      const entries = Object.entries(given)
      const result = channel.parseCertificate(Object.fromEntries(entries.filter(([name]) => isOwn(name))))
      const ours = Object.fromEntries(entries.filter(([name]) => !isOwn(name)))
      const knowledge = checkFields(ours, schema, fields)
      if (!knowledge.ok)
        return { ok: false, problems: [...(result.ok ? [] : result.problems), ...knowledge.problems] }
      if (!result.ok || knowledge.certificate === undefined) return result
      return { ok: true, certificate: { ...result.certificate, knowledge: knowledge.certificate } }
    },
    knowsCode,
  }
}

const knowledgeOf = (certificate: unknown): VendorKnowledge | undefined =>
  typeof certificate === 'object' && certificate !== null
    ? (certificate as WithKnowledge).knowledge
    : undefined

/** A number as the certificate's owner knows it, if the certificate says so. */
export const knownNumber = (certificate: unknown, name: KnownNumber): number | undefined =>
  knowledgeOf(certificate)?.numbers[name]

/** The outcomes as a certificate's owner wants the codes in them to be read. */
export const withOverrides = (
  certificate: unknown,
  outcomes: readonly Outcome[],
  knowsCode: ((code: string) => boolean) | undefined,
  nowMs: number,
): readonly Outcome[] => {
  const knowledge = knowledgeOf(certificate)
  if (knowledge === undefined) return outcomes
  const { codeOverrides, numbers: known } = knowledge
  const read = (outcome: Outcome): Outcome => {
    const { words } = outcome
    if (words === undefined || codeOverrides === undefined) return outcome
    // What the vendor says by its HTTP status alone is no code of its own.
    const isOther = knowsCode?.(words.code) === false && !isOwnCode(words.code)
    const reaction = codeOverrides.get(words.code) ?? (isOther ? codeOverrides.get(otherCodes) : undefined)
    return reaction === undefined ? outcome : outcomeOf(reaction, words, nowMs)
  }
  return outcomes.map((outcome) => resetAt(read(outcome), known.quotaResetHour, nowMs))
}

/** A share of the day is given again at the hour the owner knows. */
const resetAt = (outcome: Outcome, hour: number | undefined, nowMs: number): Outcome =>
  hour === undefined || outcome.kind !== 'refused' || outcome.cause !== 'quota'
    ? outcome
    : { ...outcome, resetsAtMs: nextChinaMidnightMs(nowMs - hour * hourMs) + hour * hourMs }

const isOwnCode = (code: string): boolean =>
  code === 'BAD_ANSWER' || code === 'MALFORMED_TOKEN' || code.startsWith('HTTP ')

const outcomeOf = (reaction: Reaction, said: Outcome['words'] & object, nowMs: number): Outcome => {
  switch (reaction) {
    case 'config':
    case 'payload':
    case 'quota':
      return refusedFor(reaction, said, nowMs)
    default:
      return { kind: reaction, words: said }
  }
}

/** Knows the codes of tables; what is no number is not a code of such a vendor's. */
export const knownCodes =
  (...tables: readonly ReadonlyMap<number | string, unknown>[]) =>
  (code: string): boolean =>
    !/^-?\d{1,9}$/.test(code) || tables.some((table) => table.has(code) || table.has(Number(code)))
