import { PushErrorCode, PushPluginError } from '../errors.ts'
import { parsedJson } from '../taps/fields.ts'
import type { CarillonPushFile, VendorEntries, VendorEntry } from './types.ts'

type CredentialName = 'appID' | 'appKey' | 'appSecret'

/** The vendors of the file and what each needs besides the certificate ID. */
const neededOfVendor: Readonly<Record<keyof VendorEntries, readonly CredentialName[]>> = {
  fcm: [],
  apns: [],
  apnsVoip: [],
  huawei: [],
  honor: ['appID'],
  xiaomi: ['appID', 'appKey'],
  oppo: ['appKey', 'appSecret'],
  vivo: ['appID', 'appKey'],
  meizu: ['appID', 'appKey'],
}

const credentialNames: readonly CredentialName[] = ['appID', 'appKey', 'appSecret']
const topNames = ['$schema', 'version', 'server', 'sdkAppID', 'androidPackage', 'iosBundleID', 'vendors']
const longestText = 1024
const longestFile = 65_536
const greatestID = 2 ** 31 - 1

/** Names that only the server may know: whoever puts one into an app has given it away. */
const serverSecrets = /secret|private|password|p8|p12/i

type Problems = string[]

/**
 * Checks `carillon-push.json`, as text or opened.
 * @throws PushPluginError (6017) with every problem in it, each beginning with the path of the value
 */
export const parseCarillonPushFile = (file: unknown): CarillonPushFile => {
  const problems: Problems = []
  const opened = openFile(file)
  if (!isRecord(opened)) {
    throw invalid(['the file is not a JSON object: download it again from the console, page "Get started"'])
  }
  const vendors = parseVendors(opened.vendors, problems)
  unknownNames(opened, topNames, '', problems)
  if (opened.version !== 1) {
    problems.push(`version: must be 1, found ${shown(opened.version)}: install the package's newest version`)
  }
  const server = text(opened, 'server', problems)
  if (server !== '' && !/^wss?:\/\/[^\s/?#]+\/?[^\s?#]*$/.test(server)) {
    problems.push(`server: must be an address such as wss://chat.example.com, found ${shown(server)}`)
  }
  const sdkAppID = id(opened, 'sdkAppID', problems)
  const androidPackage = optionalText(opened, 'androidPackage', problems)
  const iosBundleID = optionalText(opened, 'iosBundleID', problems)
  if (problems.length > 0) throw invalid(problems)
  return {
    version: 1,
    server,
    sdkAppID,
    ...(androidPackage !== undefined && { androidPackage }),
    ...(iosBundleID !== undefined && { iosBundleID }),
    vendors,
  }
}

const openFile = (file: unknown): unknown => {
  if (typeof file !== 'string') return file
  if (file.length > longestFile) {
    throw invalid([`the file is longer than ${longestFile} characters: that is not what the console offers`])
  }
  return parsedJson(file.replace(/^\u{FEFF}/u, ''))
}

const parseVendors = (given: unknown, problems: Problems): VendorEntries => {
  const vendors: VendorEntries = {}
  if (!isRecord(given)) {
    problems.push(
      `vendors: must be an object such as {"fcm": {"certificateID": 10001}}, found ${shown(given)}`,
    )
    return vendors
  }
  for (const [name, value] of Object.entries(given)) {
    if (!isVendorName(name)) {
      problems.push(`vendors.${name}: is not a vendor; there are ${Object.keys(neededOfVendor).join(', ')}`)
    } else if (!isRecord(value)) {
      problems.push(`vendors.${name}: must be an object with certificateID, found ${shown(value)}`)
    } else {
      vendors[name] = parseVendor(name, value, problems)
    }
  }
  if (Object.keys(given).length === 0) {
    problems.push('vendors: is empty: create a certificate in the console, then download the file again')
  }
  return vendors
}

const parseVendor = (
  name: keyof VendorEntries,
  value: Record<string, unknown>,
  problems: Problems,
): VendorEntry => {
  const path = `vendors.${name}.`
  unknownNames(value, ['certificateID', ...credentialNames], path, problems)
  if (name !== 'oppo' && value.appSecret !== undefined) {
    problems.push(`${path}appSecret: only the server may know it; take it out of the app and renew it`)
  }
  const entry: VendorEntry = { certificateID: id(value, 'certificateID', problems, path) }
  for (const field of credentialNames) {
    const found = neededOfVendor[name].includes(field)
      ? text(value, field, problems, path)
      : optionalText(value, field, problems, path)
    if (found !== undefined) entry[field] = found
  }
  return entry
}

const unknownNames = (
  record: Record<string, unknown>,
  known: readonly string[],
  path: string,
  problems: Problems,
): void => {
  for (const name of Object.keys(record)) {
    if (known.includes(name)) continue
    problems.push(
      serverSecrets.test(name)
        ? `${path}${name}: only the server may know it; take it out of the app and renew it`
        : `${path}${name}: is not known; there are ${known.filter((each) => !each.startsWith('$')).join(', ')}`,
    )
  }
}

const text = (record: Record<string, unknown>, name: string, problems: Problems, path = ''): string => {
  const value = optionalText(record, name, problems, path)
  if (record[name] === undefined || record[name] === '') problems.push(`${path}${name}: is missing`)
  return value ?? ''
}

const optionalText = (
  record: Record<string, unknown>,
  name: string,
  problems: Problems,
  path = '',
): string | undefined => {
  const value = record[name]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') {
    problems.push(`${path}${name}: must be a text, found ${shown(value)}`)
    return undefined
  }
  // These values are written into XML, Gradle and property files.
  if (value.length > longestText || !/^[\x21-\x7e]+$/.test(value) || /["'<>&\\$`]/.test(value)) {
    problems.push(
      `${path}${name}: holds characters such values do not have: copy it from the vendor's platform again`,
    )
    return undefined
  }
  return value
}

const id = (record: Record<string, unknown>, name: string, problems: Problems, path = ''): number => {
  const value = record[name]
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= greatestID) return value
  problems.push(`${path}${name}: must be a whole number from 1, found ${shown(value)}`)
  return 0
}

const isVendorName = (name: string): name is keyof VendorEntries => Object.keys(neededOfVendor).includes(name)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Of text only the beginning is shown: it may be a secret that stands in the wrong place.
const shown = (value: unknown): string => {
  if (typeof value === 'string') return `"${value.slice(0, 8)}${value.length > 8 ? '…' : ''}"`
  if (value === undefined) return 'nothing'
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'an array' : 'an object'
}

const invalid = (problems: readonly string[]): PushPluginError =>
  new PushPluginError(
    PushErrorCode.INVALID_PARAMETERS,
    `carillon-push.json cannot be used: ${problems.join('; ')}.`,
  )
