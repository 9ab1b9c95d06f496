import type { Emulators, Lab, LabVendorId } from '../../lab-types.ts'
import type { VendorConsole } from './vendor-console.ts'
import { apnsConsole } from './apns.ts'
import { honorConsole, meizuConsole, oppoConsole, vivoConsole, xiaomiConsole } from './china.ts'
import { huaweiConsole } from './huawei.ts'
import { fcmConsole } from './fcm.ts'

const consoles: {
  readonly [Vendor in LabVendorId]: (emulator: Emulators[Vendor]) => VendorConsole
} = {
  apns: apnsConsole,
  fcm: fcmConsole,
  huawei: huaweiConsole,
  honor: honorConsole,
  xiaomi: xiaomiConsole,
  oppo: oppoConsole,
  vivo: vivoConsole,
  meizu: meizuConsole,
}

/** The console of a vendor that was started. */
export const consoleOf = (lab: Lab, vendor: LabVendorId): VendorConsole => {
  const open = consoles[vendor] as (emulator: Lab[LabVendorId]) => VendorConsole
  return open(lab[vendor])
}
