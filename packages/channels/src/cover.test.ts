import { describe, expect, it } from 'vitest'

import { channels, maxReceiptURLUnits, type AnyChannel, type PushNotification } from './index.ts'
import { apnsKeyFields } from './testing/apns-credentials.ts'
import { certificateOf, keyFile, notification, nowMs } from './testing/fixtures.ts'

const receiptURL = 'https://push.example.com/receipts/vendor/10001/kSecretOfTheDoor'
const tokens: Partial<Record<string, string>> = {
  apns: '9f3c0011aabbccdd9f3c0011aabbccdd9f3c0011aabbccdd9f3c0011aabbccdd',
  oppo: 'CN_906bf7b0d76a5c0001668ddc410ab903',
}
const fieldsOf: Record<string, Record<string, unknown>> = {
  apns: apnsKeyFields(),
  fcm: { serviceAccountJson: keyFile() },
  honor: { appID: '104456789', clientID: 'c0ffee', clientSecret: 'abcD1234efgH5678' },
  oppo: { appKey: 'oppoAppKeyExample', masterSecret: 'oppoMasterSecretExample' },
  xiaomi: { packageName: 'com.example.chat', appSecret: 'abcD1234efgH5678==' },
  vivo: { appID: '10004', appKey: 'vivo-app-key-example', appSecret: 'vivo-app-secret-example' },
  meizu: { appID: '100999', appSecret: 'meizuAppSecretExample' },
}
const vendors = Object.keys(fieldsOf)
const channelFor = (vendor: string): AnyChannel => channels[vendor as keyof typeof channels]

const encoded = (
  vendor: string,
  changes: Partial<PushNotification> = {},
  { fields = {}, url = receiptURL }: { fields?: Record<string, unknown>; url?: string } = {},
) => {
  const channel = channelFor(vendor)
  const certificate: unknown = certificateOf(channel.parseCertificate({ ...fieldsOf[vendor], ...fields }))
  const context = { nowMs, accessToken: 'at', receiptURL: url }
  return channel.encode(certificate, notification(changes), [tokens[vendor] ?? 'token1'], context)
}

/** The request with its forms and the JSON in them opened. */
const wire = (...args: Parameters<typeof encoded>): string => {
  const result = encoded(...args)
  if (result.kind !== 'request') throw new Error(result.outcome.words.text)
  const { url, body, headers } = result.request
  const text = body.startsWith('{') ? body : decodeURIComponent(body.replaceAll('+', ' '))
  return JSON.stringify([url, headers]) + text
}

describe('receipts asked for', () => {
  it.each([
    ['xiaomi', 'extra.callback.param=m_20418'],
    ['oppo', '"call_back_parameter":"m_20418"'],
    ['vivo', '"callback.param":"m_20418"'],
    ['meizu', '"callback.param":"m_20418"'],
  ])('%s: address and parameter', (vendor, param) => {
    expect(wire(vendor)).toContain(receiptURL)
    expect(wire(vendor)).toContain(param)
    expect(wire(vendor, { isCover: true })).not.toContain(receiptURL)
    const own = 'https://elsewhere.example.com/r'
    expect(wire(vendor, {}, { fields: { callbackURL: own } })).toContain(own)
    expect(wire(vendor, {}, { fields: { callbackURL: own } })).not.toContain(receiptURL)
  })

  it.each([['vivo'], ['meizu']])('%s: an address too long costs no push', (vendor) => {
    const longest = `https://push.example.com/${'x'.repeat(maxReceiptURLUnits - 25)}`
    expect(longest).toHaveLength(maxReceiptURLUnits)
    expect(wire(vendor, {}, { url: longest })).toContain(longest)
    expect(wire(vendor, {}, { url: `${longest}x` })).not.toContain('https://push.example.com/x')
  })

  it.each([['apns'], ['fcm'], ['honor']])('%s takes no address', (vendor) => {
    expect(wire(vendor)).not.toContain(receiptURL)
  })

  it('vivo: an address of its console goes by its ID', () => {
    const sent = wire('vivo', {}, { fields: { callbackID: '12' } })
    expect(sent).toContain('"extra":{"callback.id":"12","callback.param":"m_20418"}')
    expect(sent).not.toContain(receiptURL)
  })
})

describe('a cover', () => {
  it.each([
    ['apns', '"interruption-level":"passive"', '"sound"'],
    ['fcm', '"notification_priority":"PRIORITY_LOW"', '"sound"'],
    ['oppo', '"notify_level":1', '"notify_level":2'],
    ['vivo', '"notifyType":1,', '"addBadge"'],
    ['meizu', '"suspend":0', '"sound":1'],
    ['xiaomi', 'notify_type=0', 'notify_type=-1'],
    ['honor', 'm_20418', '"biTag"'],
  ])('%s: has %s and no %s', (vendor, quiet, loud) => {
    const cover = wire(vendor, { isCover: true, badgeCount: 3 })
    expect(cover).toContain(quiet)
    expect(cover).not.toContain(loud)
    expect(wire(vendor, { badgeCount: 3 })).toContain(loud)
  })

  it.each(vendors)('%s: takes the place of what it covers', (vendor) => {
    const shown = wire(vendor)
    const slots = [
      /"?(?:notify_?id|notifyKey|tag|apns-collapse-id)"?[:=]"?([\w-]+)/i.exec(shown),
      /"?(?:notify_?id|notifyKey|tag|apns-collapse-id)"?[:=]"?([\w-]+)/i.exec(
        wire(vendor, { isCover: true, body: 'Message recalled' }),
      ),
    ].map((match) => match?.[1])
    expect(slots[0]).toBeDefined()
    expect(slots[1]).toBe(slots[0])
  })

  it('is not for calls: the phone would ring', () => {
    expect(encoded('apns', { isCover: true }, { fields: { voip: true } })).toMatchObject({
      kind: 'refused',
      outcome: { words: { code: 'NOT_COVERABLE' } },
    })
  })
})
