import { reasonNamed } from '../apns/reasons.ts'
import type { FaultName } from '../emulator/faults.ts'
import type { RequestKind } from '../emulator/types.ts'
import { refusalNames } from '../fcm/errors.ts'
import type { LabVendorId } from '../lab-types.ts'
import { ControlError, quoted } from './control-error.ts'
import { defined, type Fields } from './fields.ts'

const maxMs = 3_600_000
const kinds = ['send', 'token', 'other'] as const satisfies readonly RequestKind[]

const ms = (name: string) => (fields: Fields) => fields.number(name, { min: 0, max: maxMs })
const retryAfter = (fields: Fields): Record<string, unknown> => ({
  retryAfterSeconds: fields.optional('retryAfterSeconds', (f) =>
    f.number('retryAfterSeconds', { min: 0, max: 86_400 }),
  ),
  retryAfterForm: fields.optional('retryAfterForm', (f) => f.oneOf('retryAfterForm', ['seconds', 'date'])),
})

/** What each fault takes beside its scope. */
const readers: Readonly<Record<FaultName, (fields: Fields, vendor: LabVendorId) => Record<string, unknown>>> =
  {
    unavailable: (fields) => ({
      ...retryAfter(fields),
      status: fields.optional('status', (f) => f.oneOf('status', [500, 502, 503, 504])),
    }),
    'too-many-requests': retryAfter,
    goaway: () => ({}),
    'goaway-hard': (fields) => ({
      errorCode: fields.optional('errorCode', (f) => f.number('errorCode', { min: 0, max: 0xffff_ffff })),
    }),
    cut: () => ({}),
    'cut-before': () => ({}),
    'refuse-stream': () => ({}),
    hang: (fields) => ({ processed: fields.optional('processed', (f) => f.flag('processed')) }),
    slow: (fields) => ({ delayMs: ms('delayMs')(fields) }),
    drip: (fields) => ({
      intervalMs: fields.optional('intervalMs', ms('intervalMs')),
      bytesEach: fields.optional('bytesEach', (f) => f.number('bytesEach', { min: 1, max: 1_000_000 })),
    }),
    'clock-skew': (fields) => ({
      byMs: fields.number('byMs', { min: -31_536_000_000, max: 31_536_000_000 }),
    }),
    'expired-auth': () => ({}),
    'dead-token': (fields) => ({ tokens: fields.optional('tokens', (f) => f.texts('tokens')) }),
    'wrong-json': (fields) => ({ body: fields.optional('body', (f) => f.text('body', { pattern: /^/ })) }),
    refuse: (fields, vendor) => ({
      ...retryAfter(fields),
      code: codeOf(fields, vendor),
      message: fields.optional('message', (f) => f.text('message')),
    }),
  }

/** Names of the faults there are. */
export const faultNames = Object.keys(readers) as FaultName[]

/** The name of a fault in a path. @throws ControlError */
export const faultNamed = (name: string): FaultName => {
  const known = faultNames.find((each) => each === name)
  if (known !== undefined) return known
  throw new ControlError(
    'LAB_UNKNOWN_FAULT',
    `There is no fault ${quoted(name)}.`,
    `Use one of ${faultNames.join(', ')}.`,
  )
}

/** The options of a fault, checked for a vendor. @throws ControlError */
export const readFaultOptions = (
  name: FaultName,
  fields: Fields,
  vendor: LabVendorId,
): Record<string, unknown> => {
  const options = {
    times: fields.optional('times', (f) => f.number('times', { min: 1, max: 1_000_000 })),
    everyNth: fields.optional('everyNth', (f) => f.number('everyNth', { min: 1, max: 1_000_000 })),
    probability: fields.optional('probability', (f) =>
      f.number('probability', { min: 0, max: 1, whole: false }),
    ),
    on: fields.optional('on', readKinds),
    ...readers[name](fields, vendor),
  }
  fields.end()
  return defined(options)
}

const readKinds = (fields: Fields): readonly RequestKind[] => {
  const given = fields.texts('on')
  if (given.length > 0 && given.every((each) => kinds.some((kind) => kind === each)))
    return given as RequestKind[]
  throw new ControlError(
    'LAB_BAD_FIELD',
    `on must be a list of ${kinds.join(', ')}, got ${quoted(given)}.`,
    'Name the kinds of request the fault may fire on, or leave it out.',
  )
}

/** FCM's and Apple's refusals have names, the others' numbers. */
const codeOf = (fields: Fields, vendor: LabVendorId): string | number => {
  if (vendor === 'fcm') return fields.oneOf('code', refusalNames)
  if (vendor !== 'apns') return fields.number('code', { min: -1_000, max: 999_999_999 })
  const code = fields.text('code')
  try {
    return reasonNamed(code)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ControlError('LAB_BAD_FIELD', `${error.message}.`, "Set code to one of Apple's reasons.")
  }
}
