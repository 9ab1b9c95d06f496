import type { OfflinePushInfo, VendorId } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { notificationClass } from './notification-class.ts'

it.each<[VendorId, object, OfflinePushInfo, string]>([
  ['apns', { isVoIP: false }, {}, 'alert'],
  ['apns', { isVoIP: true }, {}, 'voip'],
  ['fcm', {}, {}, 'high'],
  ['huawei', { category: 'IM' }, {}, 'IM'],
  ['huawei', { category: 'IM' }, { androidHuaWeiCategory: 'VOIP' }, 'VOIP'],
  ['honor', { importance: 'NORMAL' }, {}, 'NORMAL'],
  ['honor', { importance: 'NORMAL' }, { androidHonorImportance: 'LOW' }, 'LOW'],
  ['xiaomi', { channelClass: 'private' }, {}, 'private'],
  ['oppo', { category: 'IM' }, {}, 'IM'],
  ['oppo', {}, {}, 'none'],
  ['oppo', { category: 'IM' }, { androidOPPOCategory: 'x'.repeat(99) }, 'x'.repeat(40)],
  ['vivo', { category: 'IM' }, {}, 'IM'],
  ['vivo', { category: 'IM' }, { androidVIVOClassification: 0 }, 'operational'],
  ['meizu', { messageClass: 'private' }, {}, 'private'],
])('%s with %j and %j goes out as %s', (vendor, certificate, options, expected) => {
  expect(notificationClass(vendor, certificate, { options })).toBe(expected)
})
