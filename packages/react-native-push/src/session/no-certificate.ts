import { failed, PushErrorCode, type PushCallback } from '../errors.ts'
import { manufacturerOf } from '../maker/choose-certificate.ts'
import type { NativeDeviceInfo } from '../native/spec.ts'

/** The answer when no certificate that was given is for this phone. */
export const noCertificate = (device: NativeDeviceInfo): PushCallback => {
  const wanted = device.system === 'ios' ? 'apple_buz_id' : `that of its maker, or google_buz_id`
  return failed(
    PushErrorCode.INVALID_PARAMETERS,
    `No certificate ID was given for this phone (maker "${manufacturerOf(device)}"): pass ${wanted}. Nothing was reported.`,
  )
}
