import { describe, expect, it } from 'vitest'

import type { OfflinePushInfo, VendorId } from '@carillon/protocol'

import { channels } from './index.ts'
import { quotaDayOf, quotaOf, quotaResetMs } from './quota.ts'

const fields: Partial<Record<VendorId, Record<string, unknown>>> = {
  vivo: { appID: '10001', appKey: 'a'.repeat(32), appSecret: 'b'.repeat(32) },
  xiaomi: { packageName: 'org.example.chat', appSecret: 'qW3rTy+Zz8/abcdEFGH0==' },
  meizu: { appID: '100001', appSecret: 'c'.repeat(32), packageName: 'org.example.chat' },
  fcm: {},
}

const certificateOf = (vendor: 'vivo' | 'xiaomi' | 'meizu', more: Record<string, unknown> = {}): unknown => {
  const parsed = channels[vendor].parseCertificate({ ...fields[vendor], ...more })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.certificate
}

describe('the share a notification counts into', () => {
  it.each<
    [string, 'vivo' | 'xiaomi' | 'meizu', Record<string, unknown>, OfflinePushInfo, object | undefined]
  >([
    ['vivo, a chat', 'vivo', {}, {}, undefined],
    [
      'vivo, operational',
      'vivo',
      {},
      { androidVIVOClassification: 0 },
      { className: 'operational', perDevicePerDay: 2 },
    ],
    [
      'vivo, a number of the owner’s',
      'vivo',
      { quotaPerDay: '5000' },
      {},
      { className: 'system', perDay: 5_000 },
    ],
    [
      'vivo, with a news licence',
      'vivo',
      { quotaPerDevicePerDay: '5' },
      { androidVIVOClassification: 0 },
      { perDevicePerDay: 5 },
    ],
    ['xiaomi, without a channel', 'xiaomi', {}, {}, { className: 'public', perDevicePerDay: 5 }],
    ['xiaomi, private', 'xiaomi', { channelID: '1', channelClass: 'private' }, {}, undefined],
    ['meizu, private', 'meizu', {}, {}, undefined],
    [
      'meizu, public',
      'meizu',
      {},
      { androidMeizuNotifyType: 0 },
      { className: 'public', perDevicePerDay: 3 },
    ],
    ['the owner’s hour', 'meizu', { quotaResetHour: '7' }, { androidMeizuNotifyType: 0 }, { resetHour: 7 }],
  ])('%s', (_, vendor, more, options, expected) => {
    const share = quotaOf(vendor, certificateOf(vendor, more), options)
    if (expected === undefined) expect(share).toBeUndefined()
    else expect(share).toMatchObject(expected)
  })

  it('is none with Google and Apple', () => {
    expect(quotaOf('fcm', {}, {})).toBeUndefined()
    expect(quotaOf('apns', {}, {})).toBeUndefined()
  })
})

it.each([
  ['2026-01-01T15:59:59.999Z', 0, '2026-01-01T16:00:00.000Z'],
  ['2026-01-01T16:00:00.000Z', 0, '2026-01-02T16:00:00.000Z'],
  ['2026-01-01T22:59:59.999Z', 7, '2026-01-01T23:00:00.000Z'],
  ['2026-01-01T23:00:00.000Z', 7, '2026-01-02T23:00:00.000Z'],
])('at %s a share that starts at %i in China is given again at %s', (now, resetHour, expected) => {
  const nowMs = Date.parse(now)
  const resetsAtMs = quotaResetMs({ resetHour }, nowMs)
  expect(new Date(resetsAtMs).toISOString()).toBe(expected)
  expect(quotaDayOf({ resetHour }, resetsAtMs)).toBe(quotaDayOf({ resetHour }, nowMs) + 1)
  expect(quotaDayOf({ resetHour }, resetsAtMs - 1)).toBe(quotaDayOf({ resetHour }, nowMs))
})
