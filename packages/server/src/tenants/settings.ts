import { z } from 'zod'

import { OperatorError } from '../operator-error.ts'
import type { AppSettings } from './types.ts'

const SECOND = 1000
const DAY = 24 * 60 * 60 * SECOND

/** A number of milliseconds with its bounds. */
const ms = (min: number, max: number) => z.number().int().min(min).max(max)

/** What is stored: only what differs from the defaults, so that a default can change with a release. */
const changesSchema = z.strictObject({
  push: z
    .strictObject({
      acknowledgementTimeoutMs: ms(100, 5 * 60 * SECOND),
      offlineLimitMs: ms(60 * SECOND, 365 * DAY),
      deadlineMs: ms(SECOND, 28 * DAY),
    })
    .partial()
    .optional(),
  messaging: z
    .strictObject({
      duplicateWindowMs: ms(60 * SECOND, 30 * DAY),
      syncWindowMs: ms(60 * SECOND, 365 * DAY),
    })
    .partial()
    .optional(),
})

/** Changes to an app's settings; what is left out keeps its default. */
export type AppSettingsChanges = z.infer<typeof changesSchema>

/** The settings of an app that changed nothing. */
const defaultAppSettings: AppSettings = {
  push: { acknowledgementTimeoutMs: 4 * SECOND, offlineLimitMs: 7 * DAY, deadlineMs: DAY },
  messaging: { duplicateWindowMs: DAY, syncWindowMs: 7 * DAY },
}

/** Settings of an app cannot be taken. */
export class AppSettingsError extends OperatorError {
  override readonly name = 'AppSettingsError'

  constructor(problems: readonly string[]) {
    super(
      'CRL_APP_SETTINGS',
      `The settings cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    )
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
    result.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`),
  )
}

/** The settings that count, from what is stored. What an older release stored and this one does not know is left out. */
export const effectiveSettings = (stored: unknown): AppSettings => {
  const changes = z
    .object({ push: z.record(z.string(), z.unknown()), messaging: z.record(z.string(), z.unknown()) })
    .partial()
    .catch({})
    .parse(stored)
  return {
    push: { ...defaultAppSettings.push, ...known(defaultAppSettings.push, changes.push) },
    messaging: { ...defaultAppSettings.messaging, ...known(defaultAppSettings.messaging, changes.messaging) },
  }
}

const known = <T extends object>(defaults: T, changes: Record<string, unknown> = {}): Partial<T> =>
  Object.fromEntries(
    Object.entries(changes).filter(([name, value]) => name in defaults && typeof value === 'number'),
  ) as Partial<T>
