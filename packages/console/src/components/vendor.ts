import type { VendorId } from '@carillon/protocol'

/** The vendors' names as they write them. */
export const vendorNames: Readonly<Record<VendorId, string>> = {
  apns: 'Apple APNs',
  fcm: 'Google FCM',
  huawei: 'Huawei',
  honor: 'Honor',
  xiaomi: 'Xiaomi',
  oppo: 'OPPO',
  vivo: 'vivo',
  meizu: 'Meizu',
}
