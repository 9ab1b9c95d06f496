import { PushErrorCode, PushPluginError } from '../errors.ts'
import { makers, type Maker } from '../maker/makers.ts'
import type { VendorCredentials } from '../native/spec.ts'
import { neededCredentials, parameterTargets, type ParameterTarget } from './names.ts'
import type { PushClickAction } from './types.ts'

/** Checked parameters. */
export interface PushConfig {
  certificateIDs: Partial<Record<Maker, number>>
  credentials: Partial<Record<Maker, VendorCredentials>>
  /** Apple's VoIP certificate, whose tokens ring for calls. */
  voipCertificateID?: number
}

const greatestCertificateID = 2 ** 31 - 1
const longestCredential = 1024

/**
 * Takes init's parameters apart: the flat form, or `{ appInfo, pushClickAction }`.
 * @throws PushPluginError (6017) naming the parameter that is wrong
 */
export const parseInitParams = (
  params: unknown,
): { config: PushConfig; pushClickAction?: PushClickAction } => {
  const given = record(params, 'init')
  const { pushClickAction, appInfo, ...flat } = given
  if (pushClickAction !== undefined && pushClickAction !== null && typeof pushClickAction !== 'function') {
    throw invalid('pushClickAction', 'must be a function', pushClickAction)
  }
  const config = parseAppInfo(appInfo ?? flat)
  return typeof pushClickAction === 'function'
    ? { config, pushClickAction: pushClickAction as PushClickAction }
    : { config }
}

/**
 * Checks the certificate IDs and credentials.
 * @throws PushPluginError (6017) naming the parameter that is wrong
 */
export const parseAppInfo = (appInfo: unknown): PushConfig => {
  const config: PushConfig = { certificateIDs: {}, credentials: {} }
  const firstNames = new Map<string, string>()
  for (const [name, value] of Object.entries(record(appInfo, 'appInfo'))) {
    const target = parameterTargets.get(name)
    if (target === undefined) {
      if (beginsWithMaker.test(name)) throw unknownName(name)
      continue
    }
    if (value === undefined || value === null || value === '') continue
    const key = `${target.maker}.${target.kind === 'credential' ? target.field : target.kind}`
    const before = valueAt(config, target)
    setValue(config, target, name, value)
    if (before !== undefined && before !== valueAt(config, target)) {
      throw invalid(
        name,
        `differs from ${firstNames.get(key)}, which means the same; give one of them`,
        value,
      )
    }
    firstNames.set(key, name)
  }
  if (Object.keys(config.certificateIDs).length === 0) {
    throw new PushPluginError(
      PushErrorCode.INVALID_PARAMETERS,
      'No certificate ID was given: pass at least one of ' +
        `${makers.map((maker) => `${maker}_buz_id`).join(', ')} (carillon cert list shows the IDs), or put the ` +
        'carillon-push.json of the console into the app (npx carillon-push setup).',
    )
  }
  return config
}

/** Whether anything about certificates is in there; if not, the app's carillon-push.json speaks. */
export const namesCertificates = (params: unknown): boolean => {
  if (typeof params !== 'object' || params === null) return params !== undefined && params !== null
  if ('appInfo' in params && params.appInfo !== undefined) return true
  return Object.keys(params).some((name) => beginsWithMaker.test(name))
}

/**
 * What the chosen maker's SDK registers with.
 * @throws PushPluginError (6017) naming what is missing
 */
export const credentialsFor = (config: PushConfig, maker: Maker): VendorCredentials => {
  const credentials = config.credentials[maker] ?? {}
  for (const [field, name] of Object.entries(neededCredentials[maker] ?? {})) {
    if (credentials[field as keyof VendorCredentials] === undefined) {
      throw new PushPluginError(
        PushErrorCode.INVALID_PARAMETERS,
        `${name} is missing: with ${maker}_buz_id the phone's push service must be registered with it. ` +
          "Copy it from the vendor's developer platform.",
      )
    }
  }
  return credentials
}

const beginsWithMaker = new RegExp(`^(?:${makers.join('|')})_`)

const valueAt = (config: PushConfig, target: ParameterTarget): number | string | undefined => {
  if (target.kind === 'certificate') return config.certificateIDs[target.maker]
  if (target.kind === 'voip-certificate') return config.voipCertificateID
  return config.credentials[target.maker]?.[target.field]
}

const setValue = (config: PushConfig, target: ParameterTarget, name: string, value: unknown): void => {
  if (target.kind !== 'credential') {
    const certificateID = toCertificateID(name, value)
    // 0 is how configurations made by copying say "none".
    if (certificateID === 0) return
    if (target.kind === 'certificate') config.certificateIDs[target.maker] = certificateID
    else config.voipCertificateID = certificateID
    return
  }
  if (typeof value !== 'string') throw invalid(name, 'must be a string', value)
  if (value.length > longestCredential) {
    throw invalid(name, `must be at most ${longestCredential} characters long`, value)
  }
  config.credentials[target.maker] = { ...config.credentials[target.maker], [target.field]: value }
}

const toCertificateID = (name: string, value: unknown): number => {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (
    typeof number !== 'number' ||
    !Number.isInteger(number) ||
    number < 0 ||
    number > greatestCertificateID
  ) {
    throw invalid(name, 'must be a certificate ID, a whole number such as 10001', value)
  }
  return number
}

const record = (value: unknown, name: string): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw invalid(name, 'must be given an object, such as { google_buz_id: 10001 }', value)
}

const unknownName = (name: string): PushPluginError => {
  const maker = makers.find((each) => name.startsWith(`${each}_`))
  return new PushPluginError(
    PushErrorCode.INVALID_PARAMETERS,
    `${name} is not a parameter of init. For ${maker} there are ${maker}_buz_id, ${maker}_push_app_id, ` +
      `${maker}_push_app_key and ${maker}_push_app_secret (also without push_).`,
  )
}

const invalid = (name: string, rule: string, value: unknown): PushPluginError =>
  new PushPluginError(PushErrorCode.INVALID_PARAMETERS, `${name} ${rule}; found ${shown(value)}.`)

// Credentials are secrets: of text only the beginning is shown.
const shown = (value: unknown): string => {
  if (typeof value === 'string') return `text "${value.slice(0, 4)}${value.length > 4 ? '…' : ''}"`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return 'nothing'
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
