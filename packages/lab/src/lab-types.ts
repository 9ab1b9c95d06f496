import type { LabClock } from './clock.ts'
import type { ApnsEmulator } from './apns/types.ts'
import type { FcmEmulator } from './fcm/types.ts'
import type { OppoEmulator } from './oppo/types.ts'
import type { HonorEmulator } from './honor/types.ts'
import type { HuaweiEmulator } from './huawei/types.ts'
import type { Phone, PhoneOptions } from './phone/types.ts'
import type { MeizuEmulator } from './meizu/types.ts'
import type { VivoEmulator } from './vivo/types.ts'
import type { XiaomiEmulator } from './xiaomi/types.ts'

/** The emulators there are. A further vendor is one folder, one word here and one in each table that asks for it. */
export interface Emulators {
  readonly apns: ApnsEmulator
  readonly fcm: FcmEmulator
  readonly huawei: HuaweiEmulator
  readonly honor: HonorEmulator
  readonly xiaomi: XiaomiEmulator
  readonly oppo: OppoEmulator
  readonly vivo: VivoEmulator
  readonly meizu: MeizuEmulator
}

/** Vendors the lab has emulators of. */
export type LabVendorId = keyof Emulators

export interface LabOptions {
  /** Which emulators to start. Default: all. Using one that was not started throws. */
  vendors?: readonly LabVendorId[]
  /** Time of the emulators and phones. Default: the machine's. */
  clock?: LabClock
  /** Short for a clock with this `now` and the machine's timers. */
  now?: () => number
  /** For faults with a probability. Default 1. */
  seed?: number
  /** Exchanges each emulator remembers. Default 1000; 0 keeps none. */
  requestLogSize?: number
}

/** Emulated vendors and virtual phones in this process. Listens on 127.0.0.1 only. */
export interface Lab extends Emulators, AsyncDisposable {
  /** Certificate (PEM) of the throw-away authority that signed the emulators' certificates. */
  readonly ca: string
  readonly phones: readonly Phone[]
  createPhone(options: PhoneOptions): Phone
  /** Closes phones, then emulators. May be called twice. */
  close(): Promise<void>
}
