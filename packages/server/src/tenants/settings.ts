import { pushLanguages, pushTexts, type PushTexts } from '@carillon/protocol'
import { z } from 'zod'

import { callbackCommands } from '../callbacks/commands.ts'
import { OperatorError } from '../operator-error.ts'
import { loginPolicies, type AppSettings } from './types.ts'

const SECOND = 1000
const DAY = 24 * 60 * 60 * SECOND

const HOUR = 60 * 60 * SECOND

const text = z.string().min(1).max(200)
const textFields = Object.fromEntries(Object.keys(pushTexts.en).map((name) => [name, text])) as Record<
  keyof PushTexts,
  typeof text
>

/** A number of milliseconds with its bounds. */
const ms = (min: number, max: number) => z.number().int().min(min).max(max)

const count = (min: number, max: number) => z.number().int().min(min).max(max)

/** What is stored: only what differs from the defaults, so that a default can change with a release. */
const changesSchema = z.strictObject({
  push: z
    .strictObject({
      acknowledgementTimeoutMs: ms(100, 5 * 60 * SECOND),
      offlineLimitMs: ms(60 * SECOND, 365 * DAY),
      deadlineMs: ms(SECOND, 28 * DAY),
      holdWhileActiveMs: ms(0, 5 * 60 * SECOND),
      skipWhileDesktopOnline: z.boolean(),
      clearWhenRead: z.boolean(),
      gatherWindowsMs: z.array(ms(SECOND, HOUR)).max(8),
      hideText: z.boolean(),
      defaultLanguage: z.enum(pushLanguages),
      texts: z.partialRecord(z.enum(pushLanguages), z.strictObject(textFields).partial()),
    })
    .partial()
    .optional(),
  messaging: z
    .strictObject({
      duplicateWindowMs: ms(60 * SECOND, 30 * DAY),
      syncWindowMs: ms(60 * SECOND, 365 * DAY),
      recallWindowMs: ms(0, 365 * DAY),
      showBlockedAsSent: z.boolean(),
    })
    .partial()
    .optional(),
  groups: z
    .strictObject({
      workMembers: count(2, 6_000),
      publicMembers: count(2, 6_000),
      meetingMembers: count(2, 10_000),
      communityMembers: count(2, 1_000_000),
      groupsPerUser: count(1, 10_000),
    })
    .partial()
    .optional(),
  logins: z
    .strictObject({ policy: z.enum(loginPolicies) })
    .partial()
    .optional(),
  callbacks: z
    .strictObject({
      url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
      commands: z.array(z.enum(callbackCommands)).max(callbackCommands.length),
      token: z.string().max(600),
      timeoutMs: ms(100, 10 * SECOND),
      refusesWhenUnanswered: z.boolean(),
    })
    .partial()
    .optional(),
  support: z.strictObject({ showMessageText: z.boolean() }).partial().optional(),
})

/** Changes to an app's settings; what is left out keeps its default. */
export type AppSettingsChanges = z.infer<typeof changesSchema>

/** The settings of an app that changed nothing. */
export const defaultAppSettings: AppSettings = {
  push: {
    acknowledgementTimeoutMs: 4 * SECOND,
    offlineLimitMs: 7 * DAY,
    deadlineMs: DAY,
    holdWhileActiveMs: 0,
    skipWhileDesktopOnline: false,
    clearWhenRead: false,
    gatherWindowsMs: [],
    hideText: false,
    defaultLanguage: 'en',
    texts: {},
  },
  messaging: {
    duplicateWindowMs: DAY,
    syncWindowMs: 7 * DAY,
    recallWindowMs: 2 * 60 * SECOND,
    showBlockedAsSent: true,
  },
  groups: {
    workMembers: 200,
    publicMembers: 2_000,
    meetingMembers: 6_000,
    communityMembers: 100_000,
    groupsPerUser: 1_000,
  },
  logins: { policy: 'one-per-platform' },
  callbacks: { url: '', commands: [], token: '', timeoutMs: 2 * SECOND, refusesWhenUnanswered: false },
  support: { showMessageText: true },
}

/** The bounds of each setting, by its path: a JSON Schema each. */
export const settingSchemas = (): ReadonlyMap<string, Readonly<Record<string, unknown>>> => {
  const { properties = {} } = z.toJSONSchema(changesSchema, { io: 'input' })
  return new Map(
    Object.entries(properties).flatMap(([part, schema]) =>
      Object.entries(
        (schema as { properties?: Record<string, Record<string, unknown>> }).properties ?? {},
      ).map(([name, one]) => [`${part}.${name}`, one] as const),
    ),
  )
}

/** Settings of an app cannot be taken. */
export class AppSettingsError extends OperatorError {
  override readonly name = 'AppSettingsError'
  readonly problems: readonly { field: string; message: string }[]

  constructor(problems: readonly { field: string; message: string }[]) {
    const lines = problems.map(({ field, message }) => `  ${field}: ${message}`)
    super('CRL_APP_SETTINGS', `The settings cannot be used:\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/**
 * Checks changes to settings, from the command line or a form.
 * @throws AppSettingsError with every problem
 */
export const checkSettingsChanges = (changes: unknown): AppSettingsChanges => {
  const result = changesSchema.safeParse(changes)
  if (result.success) return result.data
  throw new AppSettingsError(
    result.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'settings', message })),
  )
}

/** The settings as they may be shown: of a secret only whether there is one. */
export const shownSettings = (settings: AppSettings): AppSettings => {
  const { token } = settings.callbacks
  return { ...settings, callbacks: { ...settings.callbacks, token: token === '' ? '' : '(set)' } }
}

/** The settings that count, from what is stored. What an older release stored and this one does not take is left out. */
export const effectiveSettings = (stored: unknown): AppSettings => {
  const changes = z.record(z.string(), z.record(z.string(), z.unknown())).catch({}).parse(stored)
  return {
    push: { ...defaultAppSettings.push, ...known('push', changes.push) },
    messaging: { ...defaultAppSettings.messaging, ...known('messaging', changes.messaging) },
    groups: { ...defaultAppSettings.groups, ...known('groups', changes.groups) },
    logins: { ...defaultAppSettings.logins, ...known('logins', changes.logins) },
    callbacks: { ...defaultAppSettings.callbacks, ...known('callbacks', changes.callbacks) },
    support: { ...defaultAppSettings.support, ...known('support', changes.support) },
  }
}

const known = <Part extends keyof AppSettings>(
  part: Part,
  changes: Readonly<Record<string, unknown>> = {},
): Partial<AppSettings[Part]> =>
  Object.fromEntries(
    Object.entries(changes).filter(
      ([name, value]) => changesSchema.safeParse({ [part]: { [name]: value } }).success,
    ),
  ) as Partial<AppSettings[Part]>
