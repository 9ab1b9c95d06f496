/** The phone makers' push channels Carillon knows, in the order they are listed everywhere. */
export const vendorIds = ['fcm', 'apns', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/** One phone maker's push channel. */
export type VendorId = (typeof vendorIds)[number]

/** Whether `value` names a vendor. */
export const isVendorId = (value: unknown): value is VendorId =>
  (vendorIds as readonly unknown[]).includes(value)
