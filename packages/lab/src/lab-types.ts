import type { LabClock } from './clock.ts'
import type { DoorOptions, LabDoor } from './doors/types.ts'
import type { CertificateAuthority } from './tls/authority.ts'
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
  /** Signs the emulators' certificates. Default: a fresh one, that nobody trusts yet. */
  authority?: CertificateAuthority
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /** Port of each emulator. Default: a free one. */
  ports?: Partial<Record<LabVendorId, number>>
  /** Further names certificates cover; the first one stands in the emulators' URLs. */
  hostNames?: readonly string[]
  /** Further names under which one vendor is asked. */
  vendorHostNames?: Partial<Record<LabVendorId, readonly string[]>>
}

/** Emulated vendors and virtual phones in this process. Listens on 127.0.0.1, unless it is told otherwise. */
export interface Lab extends Emulators, AsyncDisposable {
  /** Certificate (PEM) of the throw-away authority that signed the emulators' certificates. */
  readonly ca: string
  /** The emulators that were started. */
  readonly vendors: readonly LabVendorId[]
  /**
   * Opens one port for all vendors, told apart by the host name the client asks for: for clients whose
   * name resolution is bent (hosts file, `curl --resolve`).
   */
  openNameDoor(options?: DoorOptions): Promise<LabDoor>
  /** Opens an HTTP proxy (CONNECT) that leads the vendors' host names to the emulators, and refuses all others. */
  openProxy(options?: DoorOptions): Promise<LabDoor>
  readonly phones: readonly Phone[]
  createPhone(options: PhoneOptions): Phone
  /** Closes phones, then doors, then emulators. May be called twice. */
  close(): Promise<void>
}
