import { isVendorId, vendorIds, type VendorId } from '@carillon/protocol'

/** A fault to switch on in one emulator before the messages are sent. */
export interface FaultRequest {
  vendor: VendorId
  name: string
  options: Record<string, string | number | boolean>
}

/** Thrown for arguments that cannot be understood; the message says what to do. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

/** What `--refuse <vendor>` says when no code is given: an answer that no retry mends. */
const defaultRefusals: Readonly<Record<VendorId, string | number>> = {
  fcm: 'INVALID_ARGUMENT',
  xiaomi: 22_006,
  apns: 'BadTopic',
  huawei: 80_100_003,
  honor: 80_100_003,
  oppo: 30,
  vivo: 10_043,
  meizu: 110_009,
}

/**
 * `fcm` or `fcm=SENDER_ID_MISMATCH`: the emulator refuses every send.
 * @throws ArgumentError
 */
export const parseRefuse = (text: string): FaultRequest => {
  const [name, code] = splitOnce(text, '=')
  const vendor = toVendor(name, `--refuse ${text}`)
  const refusal = code === undefined ? defaultRefusals[vendor] : toValue(code)
  if (refusal === '' || typeof refusal === 'boolean') {
    throw new ArgumentError(`--refuse ${text}: say with which code, as in --refuse ${vendor}=<code>`)
  }
  return { vendor, name: 'refuse', options: { code: refusal } }
}

/**
 * `fcm:unavailable` or `xiaomi:slow,delayMs=2000,times=1`.
 * @throws ArgumentError
 */
export const parseFault = (text: string): FaultRequest => {
  const [vendorName, rest = ''] = splitOnce(text, ':')
  const vendor = toVendor(vendorName, `--fault ${text}`)
  const [name = '', ...settings] = rest.split(',')
  if (name === '')
    throw new ArgumentError(`--fault ${text}: say which fault, as in --fault ${vendor}:unavailable`)
  const options: FaultRequest['options'] = {}
  for (const setting of settings) {
    const [key, value] = splitOnce(setting, '=')
    if (key === '' || value === undefined) {
      throw new ArgumentError(`--fault ${text}: expected <option>=<value> after the comma, got "${setting}"`)
    }
    options[key] = toValue(value)
  }
  return { vendor, name, options }
}

const splitOnce = (text: string, separator: string): [string, string?] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

const toVendor = (name: string, where: string): VendorId => {
  if (isVendorId(name)) return name
  throw new ArgumentError(`${where}: "${name}" is not a vendor; use one of ${vendorIds.join(', ')}`)
}

const toValue = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
}
