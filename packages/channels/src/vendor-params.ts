import type { OfflinePushInfo } from '@carillon/protocol'

import { parseObject, type JsonObject } from './json.ts'

/** The sender's `vendorParams`; empty when absent or not a JSON object, so that a bad one costs no push. */
export const vendorParamsOf = (options: OfflinePushInfo): JsonObject =>
  options.vendorParams === undefined ? {} : (parseObject(options.vendorParams) ?? {})
