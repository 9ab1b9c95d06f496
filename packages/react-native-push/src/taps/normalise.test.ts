import type { VendorId } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { normaliseTap } from './normalise.ts'

const ext = '{"entity":{"action":1, "sender":"a\\u00e9"},"v":1}'
const read = (vendor: VendorId, raw: Record<string, unknown>) =>
  normaliseTap({ tapID: '1', coldStart: false, vendor, raw })

describe('each vendor’s form gives the ext as sent', () => {
  it.each<[string, VendorId, Record<string, unknown>, { title?: string; content?: string }]>([
    [
      'APNs alert',
      'apns',
      { aps: { alert: { title: 'Ann', body: 'Hi' } }, ext },
      { title: 'Ann', content: 'Hi' },
    ],
    ['APNs alert as text', 'apns', { aps: { alert: 'Ann: Hi' }, ext }, { content: 'Ann: Hi' }],
    ['FCM launcher extras', 'fcm', { from: '12', 'google.message_id': '0:1', ext }, {}],
    [
      'FCM RemoteMessage',
      'fcm',
      { notification: { title: 'Ann', body: 'Hi' }, data: { ext } },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      'Xiaomi message',
      'xiaomi',
      { title: 'Ann', description: 'Hi', content: 'payload', extra: { ext } },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      'Xiaomi key_message',
      'xiaomi',
      { key_message: { title: 'Ann', description: 'Hi', extra: { ext } } },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      'Xiaomi key_message as JSON',
      'xiaomi',
      { key_message: JSON.stringify({ title: 'Ann', description: 'Hi', extra: { ext } }) },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      "Xiaomi, the sibling plugin's map",
      'xiaomi',
      { title: 'Ann', content: 'Hi', customMessage: { ext }, ext },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      'Xiaomi payload',
      'xiaomi',
      { title: 'Ann', description: 'Hi', content: ext },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      "Xiaomi payload of Carillon's server",
      'xiaomi',
      {
        key_message: {
          title: 'Ann',
          description: 'Hi',
          content: JSON.stringify({ ext, msgID: 'm' }),
          extra: {},
        },
      },
      { title: 'Ann', content: 'Hi' },
    ],
    [
      'Xiaomi payload, encoded twice',
      'xiaomi',
      { title: 'Ann', description: 'Hi', content: encodeURIComponent(ext) },
      { title: 'Ann', content: 'Hi' },
    ],
    ['Huawei intent', 'huawei', { ext, _push_msgid: '1' }, {}],
    ['Huawei data', 'huawei', { data: JSON.stringify({ ext }) }, {}],
    ['Honor intent', 'honor', { ext }, {}],
    ['Honor data', 'honor', { data: JSON.stringify({ ext }) }, {}],
    ['OPPO with the ext key', 'oppo', { ext }, {}],
    [
      'vivo params',
      'vivo',
      { title: 'Ann', content: 'Hi', params: { ext } },
      { title: 'Ann', content: 'Hi' },
    ],
    ['vivo intent', 'vivo', { ext }, {}],
    [
      'Meizu',
      'meizu',
      { title: 'Ann', content: 'Hi', selfDefineContentString: JSON.stringify({ ext }) },
      { title: 'Ann', content: 'Hi' },
    ],
    ['Meizu parameters', 'meizu', { ext }, {}],
  ])('%s', (_, vendor, raw, shown) => {
    expect(read(vendor, raw)).toEqual({ ...shown, ext, raw })
  })
})

it("takes no notice of an envelope of Carillon's server without an ext", () => {
  expect(read('xiaomi', { description: 'Hi', content: '{"msgID":"m"}' }).ext).toBe('')
})

it('puts a classic OPPO ext together again from its top-level keys', () => {
  const raw = { 'android.intent.extra.REFERRER': 'x', entity: '{"action":1,"sender":"ann"}', v: '1' }
  expect(JSON.parse(read('oppo', raw).ext)).toEqual({ entity: { action: 1, sender: 'ann' }, v: '1' })
})

it('writes an APNs ext that was sent as an object as JSON', () => {
  expect(read('apns', { aps: {}, ext: { v: 1 } }).ext).toBe('{"v":1}')
})

const vendors: VendorId[] = ['apns', 'fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu']

it.each(vendors)('%s: no ext is an empty text', (vendor) => {
  expect(read(vendor, {})).toEqual({ ext: '', raw: {} })
})

it('keeps every ext byte for byte where the vendor carries it whole', () => {
  fc.assert(
    fc.property(fc.constantFrom(...vendors), fc.string({ minLength: 1, unit: 'grapheme' }), (vendor, any) => {
      const raw =
        vendor === 'vivo'
          ? { params: { ext: any } }
          : vendor === 'xiaomi'
            ? { extra: { ext: any } }
            : { ext: any }
      expect(read(vendor, raw).ext).toBe(any)
    }),
  )
})

it('never throws, whatever a phone gives', () => {
  fc.assert(
    fc.property(fc.constantFrom(...vendors), fc.dictionary(fc.string(), fc.jsonValue()), (vendor, raw) => {
      expect(typeof read(vendor, raw).ext).toBe('string')
    }),
  )
})
