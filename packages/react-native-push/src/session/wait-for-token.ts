import type { VendorId } from '@carillon/protocol'

import { failed, PushErrorCode, type PushCallback } from '../errors.ts'
import type { DeviceTokens } from './device-token.ts'

/** How long a vendor's token is waited for. */
export const tokenWaitMs = 20_000

/** Waits for a vendor's token; answers why there is none, or undefined when there is one. */
export const waitForToken = async (
  tokens: DeviceTokens,
  vendor: VendorId,
): Promise<PushCallback | undefined> => {
  if ((await tokens.wait(vendor, tokenWaitMs)) !== '') return undefined
  const refusal = tokens.refusal(vendor)
  return refusal === undefined
    ? failed(PushErrorCode.TOKEN_EMPTY, `The phone's push service (${vendor}) gave no token in time.`)
    : failed(PushErrorCode.REGISTER_FAILED, `${refusedToRegister(vendor)}: ${refusal}`)
}

export const refusedToRegister = (vendor: VendorId): string =>
  `The phone's push service (${vendor}) refused to register`
