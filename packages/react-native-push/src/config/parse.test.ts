import { describe, expect, it } from 'vitest'

import { parseCarillonPushFile } from './parse.ts'
import { pushConfigOf } from './to-push-config.ts'

const complete = {
  version: 1,
  server: 'wss://chat.example.com',
  sdkAppID: 1400000001,
  androidPackage: 'com.example.chat',
  iosBundleID: 'com.example.chat',
  vendors: {
    fcm: { certificateID: 10001 },
    apns: { certificateID: 10002 },
    apnsVoip: { certificateID: 10003 },
    huawei: { certificateID: 10004, appID: '100' },
    honor: { certificateID: 10005, appID: '101' },
    xiaomi: { certificateID: 10006, appID: '2882303761517', appKey: '5601751' },
    oppo: { certificateID: 10007, appKey: 'k', appSecret: 's' },
    vivo: { certificateID: 10008, appID: '104', appKey: 'k' },
    meizu: { certificateID: 10009, appID: '105', appKey: 'k' },
  },
} as const

it('takes the file as text or opened, and gives it unchanged', () => {
  expect(parseCarillonPushFile(complete)).toEqual(complete)
  expect(parseCarillonPushFile(`\u{FEFF}${JSON.stringify(complete, undefined, 2)}`)).toEqual(complete)
})

it('becomes what init would be given', () => {
  expect(pushConfigOf(parseCarillonPushFile(complete))).toEqual({
    certificateIDs: {
      google: 10001,
      apple: 10002,
      hw: 10004,
      honor: 10005,
      mi: 10006,
      oppo: 10007,
      vivo: 10008,
      mz: 10009,
    },
    voipCertificateID: 10003,
    credentials: {
      google: {},
      apple: {},
      hw: { appID: '100' },
      honor: { appID: '101' },
      mi: { appID: '2882303761517', appKey: '5601751' },
      oppo: { appKey: 'k', appSecret: 's' },
      vivo: { appID: '104', appKey: 'k' },
      mz: { appID: '105', appKey: 'k' },
    },
  })
})

describe('names every problem', () => {
  const withVendors = (vendors: unknown) => ({ ...complete, vendors })
  it.each([
    ['', /not a JSON object: download it again/],
    ['[]', /not a JSON object/],
    [undefined, /not a JSON object/],
    ['x'.repeat(65_537), /longer than 65536/],
    [{ ...complete, version: 2 }, /version: must be 1, found 2/],
    [
      { ...complete, server: 'https://chat.example.com' },
      /server: must be an address such as wss.*"https:\//,
    ],
    [{ ...complete, server: undefined }, /server: is missing/],
    [{ ...complete, sdkAppID: '1400000001' }, /sdkAppID: must be a whole number.*"14000000…"/],
    [{ ...complete, sdkappid: 1 }, /sdkappid: is not known; there are version, server, sdkAppID/],
    [{ ...complete, secretKey: 'x' }, /secretKey: only the server may know it/],
    [{ ...complete, androidPackage: 'a"b' }, /androidPackage: holds characters/],
    [withVendors(undefined), /vendors: must be an object.*found nothing/],
    [withVendors({}), /vendors: is empty/],
    [withVendors({ mi: { certificateID: 1 } }), /vendors\.mi: is not a vendor; there are fcm/],
    [withVendors({ constructor: { certificateID: 1 } }), /vendors\.constructor: is not a vendor/],
    [withVendors({ fcm: 10001 }), /vendors\.fcm: must be an object/],
    [
      withVendors({ fcm: { certificateID: 0 } }),
      /vendors\.fcm\.certificateID: must be a whole number from 1/,
    ],
    [withVendors({ xiaomi: { certificateID: 1, appID: 'i' } }), /vendors\.xiaomi\.appKey: is missing/],
    [
      withVendors({ xiaomi: { certificateID: 1, appID: 7, appKey: 'k' } }),
      /xiaomi\.appID: must be a text, found 7/,
    ],
    [
      withVendors({ vivo: { certificateID: 1, appID: 'i', appKey: 'k', appSecret: 's' } }),
      /vivo\.appSecret: only the server/,
    ],
    [
      withVendors({ oppo: { certificateID: 1, appKey: 'k', appSecret: 's', masterSecret: 'm' } }),
      /masterSecret: only the server/,
    ],
  ])('%#', (file, message) => {
    expect(() => parseCarillonPushFile(file)).toThrow(
      expect.objectContaining({ code: 6017, message: expect.stringMatching(message) as string }) as Error,
    )
  })

  it('all at once, and no secret whole', () => {
    const file = { version: 1, server: 'S3CRET-server-secret', sdkAppID: 0, vendors: { fcm: {} } }
    expect(() => parseCarillonPushFile(file)).toThrow(/server: .*; sdkAppID: .*|vendors.*; server/)
    expect(() => parseCarillonPushFile(file)).not.toThrow(/S3CRET-server/)
  })
})
