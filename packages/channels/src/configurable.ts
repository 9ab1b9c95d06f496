import type { Outcome } from '@carillon/protocol'
import * as z from 'zod'

import { checkFields } from './certificate.ts'
import type { CertificateField, Channel } from './channel.ts'
import { nextChinaMidnightMs } from './china-midnight.ts'

/** What can be done about a code, in the words of outcomes. */
const reactions = ['accepted', 'token-dead', 'retry', 'config', 'payload', 'quota', 'unknown'] as const
type Reaction = (typeof reactions)[number]

/** Stands for every code that is in no list of the vendor's. */
const otherCodes = 'other'
const maxOverrides = 100
const maxPerSecond = 1_000_000

/** What an app's owner knows of the vendor better than Carillon: the same fields for all vendors. */
export interface VendorKnowledge {
  /** What is done about a code, in place of what Carillon does. */
  codeOverrides?: ReadonlyMap<string, Reaction>
  /** The rate the app was granted, in place of `limits.notificationsPerSecond`. */
  notificationsPerSecond?: number
}

/** A certificate with it; absent where nothing was said. */
interface WithKnowledge {
  knowledge?: VendorKnowledge
}

/** Their fields in a certificate. */
export const knowledgeFields: readonly CertificateField[] = [
  {
    name: 'codeOverrides',
    label: 'Code overrides',
    help: `What is done about single codes of the vendor, such as 10302=token-dead, 10070=retry. ${otherCodes}=... is for codes Carillon does not know. One of ${reactions.join(', ')}.`,
    kind: 'text',
    required: false,
  },
  {
    name: 'notificationsPerSecond',
    label: 'Notifications a second',
    help: "The rate the vendor granted the app. Empty: the vendor's usual one.",
    kind: 'text',
    required: false,
  },
]

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

const perSecond = `must be a whole number from 1 to ${maxPerSecond}`
const schema = z
  .object({
    codeOverrides: codeOverridesField.optional(),
    notificationsPerSecond: z.coerce
      .number({ error: perSecond })
      .int(perSecond)
      .min(1, perSecond)
      .max(maxPerSecond, perSecond)
      .optional(),
  })
  .transform((fields): VendorKnowledge => {
    const { codeOverrides, notificationsPerSecond } = fields
    return {
      ...(codeOverrides === undefined ? {} : { codeOverrides }),
      ...(notificationsPerSecond === undefined ? {} : { notificationsPerSecond }),
    }
  })

/**
 * The channel with the fields of `knowledgeFields` in its certificate. Who sends reads them by
 * `withOverrides` and `notificationsPerSecondOf`.
 * @param knowsCode whether a code is in the vendor's list, or is no code of the vendor's at all
 */
export const configurable = <Certificate extends object>(
  channel: Channel<Certificate>,
  knowsCode: (code: string) => boolean,
): Channel<Certificate & WithKnowledge> => ({
  ...channel,
  certificateFields: [...channel.certificateFields, ...knowledgeFields],
  parseCertificate: ({ codeOverrides, notificationsPerSecond, ...own }) => {
    const result = channel.parseCertificate(own)
    const knowledge = checkFields({ codeOverrides, notificationsPerSecond }, schema, knowledgeFields)
    if (!knowledge.ok)
      return { ok: false, problems: [...(result.ok ? [] : result.problems), ...knowledge.problems] }
    if (!result.ok || Object.keys(knowledge.certificate).length === 0) return result
    return { ok: true, certificate: { ...result.certificate, knowledge: knowledge.certificate } }
  },
  knowsCode,
})

const knowledgeOf = (certificate: unknown): VendorKnowledge | undefined =>
  typeof certificate === 'object' && certificate !== null
    ? (certificate as WithKnowledge).knowledge
    : undefined

/** The rate a certificate's owner was granted, if it says so. */
export const notificationsPerSecondOf = (certificate: unknown): number | undefined =>
  knowledgeOf(certificate)?.notificationsPerSecond

/** The outcomes as a certificate's owner wants the codes in them to be read. */
export const withOverrides = (
  certificate: unknown,
  outcomes: readonly Outcome[],
  knowsCode: ((code: string) => boolean) | undefined,
  nowMs: number,
): readonly Outcome[] => {
  const overrides = knowledgeOf(certificate)?.codeOverrides
  if (overrides === undefined) return outcomes
  return outcomes.map((outcome) => {
    const { words } = outcome
    if (words === undefined) return outcome
    // What the vendor says by its HTTP status alone is no code of its own.
    const isOther = knowsCode?.(words.code) === false && !isOwnCode(words.code)
    const reaction = overrides.get(words.code) ?? (isOther ? overrides.get(otherCodes) : undefined)
    return reaction === undefined ? outcome : outcomeOf(reaction, words, nowMs)
  })
}

const isOwnCode = (code: string): boolean =>
  code === 'BAD_ANSWER' || code === 'MALFORMED_TOKEN' || code.startsWith('HTTP ')

const outcomeOf = (reaction: Reaction, said: Outcome['words'] & object, nowMs: number): Outcome => {
  switch (reaction) {
    case 'config':
    case 'payload':
      return { kind: 'refused', cause: reaction, words: said }
    case 'quota':
      return { kind: 'refused', cause: 'quota', resetsAtMs: nextChinaMidnightMs(nowMs), words: said }
    default:
      return { kind: reaction, words: said }
  }
}

/** Knows the numbers of tables; what is no number is not a code of such a vendor's. */
export const knownNumbers =
  (...tables: readonly ReadonlyMap<number | string, unknown>[]) =>
  (code: string): boolean =>
    !/^-?\d{1,9}$/.test(code) || tables.some((table) => table.has(code) || table.has(Number(code)))
