import { hasLoneSurrogate, limits, utf8Bytes, type OfflinePushInfo } from '@carillon/protocol'

type FieldType = 'string' | 'boolean' | 'number' | 'string or number'

/** Every field of `V2TimOfflinePushInfo` with its type and, for text, its most bytes. */
const fields: Record<keyof OfflinePushInfo, { type: FieldType; bytes?: number }> = {
  title: { type: 'string', bytes: limits.pushTitleBytes },
  desc: { type: 'string', bytes: limits.pushDescBytes },
  ext: { type: 'string', bytes: limits.pushExtBytes },
  disablePush: { type: 'boolean' },
  iOSSound: { type: 'string', bytes: 128 },
  ignoreIOSBadge: { type: 'boolean' },
  iOSPushType: { type: 'number' },
  iOSInterruptionLevel: { type: 'string', bytes: 32 },
  iOSImage: { type: 'string', bytes: 1024 },
  enableIOSBackgroundNotification: { type: 'boolean' },
  androidSound: { type: 'string', bytes: 128 },
  androidFCMChannelID: { type: 'string', bytes: 256 },
  androidXiaoMiChannelID: { type: 'string', bytes: 256 },
  androidOPPOChannelID: { type: 'string', bytes: 256 },
  androidOPPOCategory: { type: 'string', bytes: 64 },
  androidOPPONotifyLevel: { type: 'number' },
  androidVIVOClassification: { type: 'string or number', bytes: 8 },
  androidVIVOCategory: { type: 'string', bytes: 64 },
  androidHuaWeiCategory: { type: 'string', bytes: 64 },
  androidHuaWeiImage: { type: 'string', bytes: 1024 },
  androidHonorImportance: { type: 'string', bytes: 32 },
  androidHonorImage: { type: 'string', bytes: 1024 },
  androidMeizuNotifyType: { type: 'number' },
  androidFCMImage: { type: 'string', bytes: 1024 },
  harmonyImage: { type: 'string', bytes: 1024 },
  harmonyCategory: { type: 'string', bytes: 64 },
  ignoreHarmonyBadge: { type: 'boolean' },
  vendorParams: { type: 'string', bytes: 1024 },
}

/**
 * The known fields of `info` that are set, or a text that names the one that cannot be used. Fields
 * not known are left out, as the original leaves them out; null counts as absent.
 */
export const checkPushInfo = (info: unknown): OfflinePushInfo | string => {
  if (typeof info !== 'object' || info === null) return 'offlinePushInfo: expected an object'
  const given = info as Record<string, unknown>
  const checked: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name]
    if (value === undefined || value === null) continue
    const problem = problemOf(value, field)
    if (problem !== undefined) return `offlinePushInfo.${name}: ${problem}`
    checked[name] = value
  }
  return checked
}

const problemOf = (
  value: unknown,
  { type, bytes }: { type: FieldType; bytes?: number },
): string | undefined => {
  if (!type.split(' or ').includes(typeof value)) return `expected ${type}, got ${typeof value}`
  if (typeof value === 'number' && !(Number.isInteger(value) && value >= 0))
    return `expected a whole number, got ${value}`
  if (typeof value !== 'string') return undefined
  if (hasLoneSurrogate(value)) return 'holds half of a character (a lone surrogate)'
  if (bytes !== undefined && utf8Bytes(value) > bytes)
    return `${utf8Bytes(value)} bytes, at most ${bytes} are taken`
  return undefined
}
