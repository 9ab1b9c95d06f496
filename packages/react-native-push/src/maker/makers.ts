import type { VendorId } from '@carillon/protocol'

/** The makers as the names of init's parameters begin. */
export const makers = ['apple', 'google', 'oppo', 'mi', 'hw', 'honor', 'mz', 'vivo'] as const

/** One maker. */
export type Maker = (typeof makers)[number]

/** Each maker's push channel. */
export const vendorOfMaker = {
  apple: 'apns',
  google: 'fcm',
  oppo: 'oppo',
  mi: 'xiaomi',
  hw: 'huawei',
  honor: 'honor',
  mz: 'meizu',
  vivo: 'vivo',
} as const satisfies Record<Maker, VendorId>
