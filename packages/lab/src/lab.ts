import { startApns } from './apns/apns-server.ts'
import type { ApnsEmulator } from './apns/types.ts'
import { systemClock, type LabClock } from './clock.ts'
import type { EmulatorOptions } from './emulator/vendor-server.ts'
import { startFcm } from './fcm/fcm-server.ts'
import type { FcmEmulator } from './fcm/types.ts'
import { startHonor } from './honor/honor-server.ts'
import type { HonorEmulator } from './honor/types.ts'
import { startHuawei } from './huawei/huawei-server.ts'
import type { HuaweiEmulator } from './huawei/types.ts'
import type { Emulators, Lab, LabOptions, LabVendorId } from './lab-types.ts'
import { startOppo } from './oppo/oppo-server.ts'
import type { OppoEmulator } from './oppo/types.ts'
import { makers } from './phone/makers.ts'
import type { Vendors } from './phone/push-services.ts'
import type { Phone, PhoneOptions } from './phone/types.ts'
import { VirtualPhone } from './phone/virtual-phone.ts'
import { createAuthority, type CertificateAuthority } from './tls/authority.ts'
import { ConnectProxy } from './doors/connect-proxy.ts'
import { Destinations } from './doors/destinations.ts'
import { NameDoor } from './doors/name-door.ts'
import type { DoorOptions, LabDoor } from './doors/types.ts'
import { startMeizu } from './meizu/meizu-server.ts'
import type { MeizuEmulator } from './meizu/types.ts'
import { startVivo } from './vivo/vivo-server.ts'
import type { VivoEmulator } from './vivo/types.ts'
import { startXiaomi } from './xiaomi/xiaomi-server.ts'
import type { XiaomiEmulator } from './xiaomi/types.ts'

/** How each emulator is started. */
const starters: {
  readonly [Vendor in LabVendorId]: (options: EmulatorOptions) => Promise<Emulators[Vendor]>
} = {
  apns: startApns,
  fcm: startFcm,
  huawei: startHuawei,
  honor: startHonor,
  xiaomi: startXiaomi,
  oppo: startOppo,
  vivo: startVivo,
  meizu: startMeizu,
}

const allVendors = Object.keys(starters) as LabVendorId[]

class LabOfVendors implements Lab {
  readonly #authority: CertificateAuthority
  readonly #clock: LabClock
  readonly #vendors: Vendors
  readonly #phones = new Set<Phone>()
  readonly #doors = new Set<LabDoor>()
  #phoneNumber = 0

  constructor(authority: CertificateAuthority, clock: LabClock, vendors: Vendors) {
    this.#authority = authority
    this.#clock = clock
    this.#vendors = vendors
  }

  get ca(): string {
    return this.#authority.certificate
  }

  get apns(): ApnsEmulator {
    return startedOf('apns', this.#vendors.apns)
  }

  get fcm(): FcmEmulator {
    return startedOf('fcm', this.#vendors.fcm)
  }

  get huawei(): HuaweiEmulator {
    return startedOf('huawei', this.#vendors.huawei)
  }

  get honor(): HonorEmulator {
    return startedOf('honor', this.#vendors.honor)
  }

  get xiaomi(): XiaomiEmulator {
    return startedOf('xiaomi', this.#vendors.xiaomi)
  }

  get vivo(): VivoEmulator {
    return startedOf('vivo', this.#vendors.vivo)
  }

  get oppo(): OppoEmulator {
    return startedOf('oppo', this.#vendors.oppo)
  }

  get meizu(): MeizuEmulator {
    return startedOf('meizu', this.#vendors.meizu)
  }

  get vendors(): readonly LabVendorId[] {
    return Object.keys(this.#vendors) as LabVendorId[]
  }

  async openNameDoor(options: DoorOptions = {}): Promise<LabDoor> {
    return this.#open(new NameDoor(this.#destinations, this.#authority), options)
  }

  async openProxy(options: DoorOptions = {}): Promise<LabDoor> {
    return this.#open(new ConnectProxy(this.#destinations), options)
  }

  get phones(): readonly Phone[] {
    return [...this.#phones]
  }

  createPhone(options: PhoneOptions): Phone {
    this.#phoneNumber += 1
    const services = options.pushServices ?? makers[options.maker].pushServices
    const phone = new VirtualPhone(options.name ?? `${options.maker}-${this.#phoneNumber}`, options, {
      vendors: Object.fromEntries(services.map((vendor) => [vendor, this[vendor]])),
      clock: this.#clock,
      trustedAuthorities: [this.ca],
      onClosed: (closed) => this.#phones.delete(closed),
    })
    this.#phones.add(phone)
    return phone
  }

  async close(): Promise<void> {
    const phones = await Promise.allSettled(this.phones.map((phone) => phone.close()))
    const doors = await Promise.allSettled([...this.#doors].map((door) => door.close()))
    const vendors = await Promise.allSettled(Object.values(this.#vendors).map((vendor) => vendor.close()))
    const failed = [...phones, ...doors, ...vendors].find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  get #destinations(): Destinations {
    return new Destinations(Object.values(this.#vendors))
  }

  async #open(door: NameDoor | ConnectProxy, options: DoorOptions): Promise<LabDoor> {
    await door.listen(options)
    this.#doors.add(door)
    return door
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

const startedOf = <Emulator>(vendor: LabVendorId, emulator: Emulator | undefined): Emulator => {
  if (emulator === undefined) {
    throw new Error(`This lab was started without ${vendor}: add it to the vendors of startLab`)
  }
  return emulator
}

/**
 * Starts emulated vendors: on 127.0.0.1, each on a free port, with certificates of a fresh authority, where
 * the options do not say otherwise.
 */
export const startLab = async ({
  vendors = allVendors,
  clock,
  now,
  seed,
  requestLogSize,
  authority = createAuthority(),
  host,
  ports,
  hostNames = [],
  vendorHostNames,
}: LabOptions = {}): Promise<Lab> => {
  const labClock = clock ?? (now === undefined ? systemClock : { ...systemClock, now })
  const [urlHost] = hostNames
  const common: EmulatorOptions = {
    authority,
    clock: labClock,
    ...(seed === undefined ? {} : { seed }),
    ...(requestLogSize === undefined ? {} : { requestLogSize }),
    ...(host === undefined ? {} : { host }),
    ...(urlHost === undefined ? {} : { urlHost }),
  }
  const started = await Promise.allSettled(
    vendors.map(async (vendor) => {
      const port = ports?.[vendor]
      const own = {
        ...common,
        certificateNames: hostNames,
        hostNames: vendorHostNames?.[vendor] ?? [],
        ...(port === undefined ? {} : { port }),
      }
      return [vendor, await starters[vendor](own)] as const
    }),
  )
  const running = started.filter((each) => each.status === 'fulfilled').map(({ value }) => value)
  const failed = started.find((each) => each.status === 'rejected')
  if (failed !== undefined) {
    // A port that is taken: the others must not stay behind.
    await Promise.all(running.map(([, emulator]) => emulator.close()))
    throw failed.reason
  }
  return new LabOfVendors(authority, labClock, Object.fromEntries(running))
}
