import type { VendorId } from '@carillon/protocol'

import type { NativeDeviceInfo } from '../native/spec.ts'
import { vendorOfMaker, type Maker } from './makers.ts'

/** A certificate and the maker whose push channel it is for. */
export interface ChosenCertificate {
  maker: Maker
  certificateID: number
}

const makerByManufacturer: Readonly<Record<string, Maker>> = {
  oppo: 'oppo',
  oneplus: 'oppo',
  realme: 'oppo',
  xiaomi: 'mi',
  mi: 'mi',
  blackshark: 'mi',
  huawei: 'hw',
  honor: 'honor',
  meizu: 'mz',
  vivo: 'vivo',
  iqoo: 'vivo',
}

type Properties = Readonly<Record<string, string>>
const isSet = (name: string) => (properties: Properties) => (properties[name] ?? '') !== ''

/** In their order: phones of a maker's sister brands (Redmi, POCO) and phones with another maker's system. */
const romChecks: readonly { maker: Maker; matches: (properties: Properties) => boolean }[] = [
  { maker: 'oppo', matches: isSet('ro.build.version.opporom') },
  { maker: 'mi', matches: isSet('ro.miui.ui.version.name') },
  { maker: 'hw', matches: isSet('ro.build.version.emui') },
  {
    maker: 'mz',
    matches: (properties) => (properties['ro.build.display.id'] ?? '').toLowerCase().includes('flyme'),
  },
  { maker: 'vivo', matches: isSet('ro.vivo.os.version') },
]

/** The phone's maker in lower case; an Honor phone whose own push service does not work counts as Huawei's. */
export const manufacturerOf = (device: NativeDeviceInfo): string => {
  const manufacturer = device.manufacturer.trim().toLowerCase()
  return manufacturer === 'honor' && !canRun(device, 'honor') ? 'huawei' : manufacturer
}

/**
 * Which certificate a phone uses. In this order: iOS takes Apple's; FCM when it is wanted and can run;
 * the maker's; the one whose ROM it runs; Google's. Passed over is a maker without a certificate ID, and
 * one whose push service cannot run on this phone or is not in this build, unless nothing else is left.
 * Undefined when no certificate fits: then nothing can be reported.
 * @param certificateIDs 0 or absent for a maker that is not configured
 */
export const chooseCertificate = (
  device: NativeDeviceInfo,
  certificateIDs: Readonly<Partial<Record<Maker, number>>>,
  isUseGoogleFCM: boolean,
): ChosenCertificate | undefined => {
  const chosen = candidates(device, isUseGoogleFCM).flatMap((maker): ChosenCertificate[] => {
    const certificateID = certificateIDs[maker] ?? 0
    return certificateID > 0 ? [{ maker, certificateID }] : []
  })
  return chosen.find(({ maker }) => canRun(device, vendorOfMaker[maker])) ?? chosen[0]
}

// A vendor the phone does not speak of may be there.
const canRun = (device: NativeDeviceInfo, vendor: VendorId): boolean =>
  device.vendors.find((service) => service.vendor === vendor)?.isSupported ?? true

const candidates = (device: NativeDeviceInfo, isUseGoogleFCM: boolean): Maker[] => {
  if (device.system === 'ios') return ['apple']
  const order: Maker[] = []
  if (isUseGoogleFCM && canRun(device, 'fcm')) order.push('google')
  const byManufacturer = makerByManufacturer[manufacturerOf(device)]
  if (byManufacturer !== undefined) order.push(byManufacturer)
  for (const check of romChecks) if (check.matches(device.systemProperties)) order.push(check.maker)
  order.push('google')
  return order
}
