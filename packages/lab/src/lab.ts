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
    const vendors = await Promise.allSettled(Object.values(this.#vendors).map((vendor) => vendor.close()))
    const failed = [...phones, ...vendors].find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
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

/** Starts emulated vendors on 127.0.0.1, each on a free port, with certificates of a fresh authority. */
export const startLab = async ({
  vendors = allVendors,
  clock,
  now,
  seed,
  requestLogSize,
}: LabOptions = {}): Promise<Lab> => {
  const labClock = clock ?? (now === undefined ? systemClock : { ...systemClock, now })
  const authority = createAuthority()
  const options: EmulatorOptions = {
    authority,
    clock: labClock,
    ...(seed === undefined ? {} : { seed }),
    ...(requestLogSize === undefined ? {} : { requestLogSize }),
  }
  const started = await Promise.all(
    vendors.map(async (vendor) => [vendor, await starters[vendor](options)] as const),
  )
  return new LabOfVendors(authority, labClock, Object.fromEntries(started))
}
