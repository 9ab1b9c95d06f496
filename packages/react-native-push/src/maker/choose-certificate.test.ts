import { describe, expect, it } from 'vitest'

import type { NativeDeviceInfo } from '../native/spec.ts'
import { fakeDevice, fakeVendors } from '../testing/fake-native.ts'
import { chooseCertificate, manufacturerOf } from './choose-certificate.ts'
import { makers } from './makers.ts'

const withoutFcm = fakeVendors('android', ['fcm'])
const withFcm = { vendors: fakeVendors('android') }
const phone = (manufacturer: string, more: Partial<NativeDeviceInfo> = {}): NativeDeviceInfo =>
  fakeDevice({ manufacturer, vendors: withoutFcm, ...more })

const all = Object.fromEntries(makers.map((maker, index) => [maker, 10001 + index]))
const only = (...names: (typeof makers)[number][]) =>
  Object.fromEntries(names.map((maker) => [maker, all[maker] ?? 0]))

describe('with a certificate for every maker', () => {
  it.each([
    ['OPPO', 'oppo'],
    ['OnePlus', 'oppo'],
    ['realme', 'oppo'],
    ['Xiaomi', 'mi'],
    ['mi', 'mi'],
    ['blackshark', 'mi'],
    ['HUAWEI', 'hw'],
    ['HONOR', 'honor'],
    ['Meizu', 'mz'],
    ['vivo', 'vivo'],
    ['iQOO', 'vivo'],
    ['samsung', 'google'],
    ['Google', 'google'],
    ['', 'google'],
    ['constructor', 'google'],
  ])('a phone made by "%s" uses %s', (manufacturer, maker) => {
    expect(chooseCertificate(phone(manufacturer), all, false)).toEqual({ maker, certificateID: all[maker] })
  })

  it.each([
    ['redmi', { 'ro.miui.ui.version.name': 'V140' }, 'mi'],
    ['POCO', { 'ro.miui.ui.version.name': 'V140' }, 'mi'],
    ['other', { 'ro.build.version.opporom': 'V12' }, 'oppo'],
    ['other', { 'ro.build.version.emui': 'EmotionUI_12' }, 'hw'],
    ['other', { 'ro.build.display.id': 'Flyme 10.1A' }, 'mz'],
    ['other', { 'ro.vivo.os.version': '13' }, 'vivo'],
    ['other', { 'ro.miui.ui.version.name': '' }, 'google'],
    ['other', { 'ro.build.version.opporom': 'V12', 'ro.vivo.os.version': '13' }, 'oppo'],
  ])('%s with %o uses %s', (manufacturer, systemProperties, maker) => {
    expect(chooseCertificate(phone(manufacturer, { systemProperties }), all, false)?.maker).toBe(maker)
  })

  it.each([
    ['an iPhone uses Apple, whatever else is wanted', phone('Apple', { system: 'ios' }), true, 'apple'],
    ['FCM goes first when wanted and able to run', phone('Xiaomi', withFcm), true, 'google'],
    ['FCM is passed over where it cannot run', phone('Xiaomi'), true, 'mi'],
    ['FCM is passed over when not wanted', phone('Xiaomi', withFcm), false, 'mi'],
    [
      'an old Honor phone uses Huawei',
      phone('HONOR', { vendors: fakeVendors('android', ['fcm', 'honor']) }),
      false,
      'hw',
    ],
  ] as const)('%s', (_, device, isUseGoogleFCM, maker) => {
    expect(chooseCertificate(device, all, isUseGoogleFCM)?.maker).toBe(maker)
  })
})

describe('falls through where a certificate is missing', () => {
  const miui = { systemProperties: { 'ro.miui.ui.version.name': 'V140' } }
  it.each([
    ['OPPO phone, only Xiaomi and Google', phone('OPPO'), only('mi', 'google'), 'google'],
    ['OPPO phone running MIUI', phone('OPPO', miui), only('mi', 'google'), 'mi'],
    ['its ROM has none either', phone('OPPO', miui), only('vivo', 'google'), 'google'],
    ['nothing fits', phone('OPPO', miui), only('vivo'), undefined],
    ['FCM wanted without a certificate', phone('vivo', withFcm), only('vivo'), 'vivo'],
    ['an iPhone takes no other', phone('Apple', { system: 'ios' }), only('google'), undefined],
    [
      'the library of its maker is not in this build',
      phone('OPPO', { vendors: fakeVendors('android', ['oppo']) }),
      only('oppo', 'google'),
      'google',
    ],
    [
      'no library is in this build',
      phone('OPPO', { vendors: fakeVendors('android', ['oppo', 'fcm']) }),
      only('oppo', 'google'),
      'oppo',
    ],
    ['0 is none', phone('Xiaomi'), { mi: 0, google: 7 }, 'google'],
  ] as const)('%s', (_, device, certificateIDs, maker) => {
    expect(chooseCertificate(device, certificateIDs, true)?.maker).toBe(maker)
  })
})

it('names the maker in lower case, and Huawei for an Honor phone without its push service', () => {
  expect(manufacturerOf(phone(' Xiaomi '))).toBe('xiaomi')
  expect(manufacturerOf(phone('HONOR', { vendors: fakeVendors('android', ['fcm', 'honor']) }))).toBe('huawei')
})
