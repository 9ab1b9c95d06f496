import type { Lab, LabVendorId } from '../lab-types.ts'
import { makers } from '../phone/makers.ts'
import type { Phone, PhoneMaker, PhoneSwitches } from '../phone/types.ts'
import type { Apps } from './apps.ts'
import type { ConsoleApp } from './consoles/vendor-console.ts'
import { identifier, packageNameIn } from './consoles/vendor-console.ts'
import { ControlError, quoted } from './control-error.ts'
import { defined, Fields } from './fields.ts'
import { WitnessApp } from './witness-app.ts'

const maxPhones = 1_000
const makerNames = Object.keys(makers) as PhoneMaker[]
const switchNames = [
  'notificationsAllowed',
  'lockScreen',
  'sound',
  'badge',
  'doNotDisturb',
] as const satisfies readonly (keyof PhoneSwitches)[]

/** A phone with the lab's own app on it. */
export interface ControlledPhone {
  readonly phone: Phone
  readonly app: WitnessApp
  readonly packageName: string
  /** What the app is at each of the phone's vendors. */
  readonly consoleApps: readonly ConsoleApp[]
  /** By name of the push service; an iPhone has `apns-voip` too. Empty while the app is not installed. */
  tokens: Readonly<Record<string, string>>
}

/** The phones made over the control API. */
export class Phones {
  readonly #lab: Lab
  readonly #apps: Apps
  readonly #phones = new Map<string, ControlledPhone>()

  constructor(lab: Lab, apps: Apps) {
    this.#lab = lab
    this.#apps = apps
  }

  get list(): readonly ControlledPhone[] {
    return [...this.#phones.values()]
  }

  /** @throws ControlError */
  find(name: string): ControlledPhone {
    const found = this.#phones.get(name)
    if (found !== undefined) return found
    throw new ControlError(
      'LAB_UNKNOWN_PHONE',
      `There is no phone ${quoted(name)}.`,
      'List them: GET /v1/phones. Make one: POST /v1/phones.',
    )
  }

  /** A phone with the app installed and registered. @throws ControlError */
  async create(value: unknown): Promise<ControlledPhone> {
    const fields = new Fields(value)
    const maker = fields.oneOf('maker', makerNames)
    // Another maker's phone knows no such field.
    const harmonyOS =
      maker === 'huawei' ? fields.optional('harmonyOS', (f) => f.flag('harmonyOS')) : undefined
    const name = fields.optional('name', (f) => f.text('name', identifier))
    const packageName = packageNameIn(fields)
    const switches = fields.optional('switches', (f) => readSwitches(f.object('switches')))
    const chosen = fields.optional('apps', (f) => f.object('apps'))
    const consoleApps = makers[maker].pushServices.map((vendor) => this.#appAt(vendor, packageName, chosen))
    chosen?.end()
    fields.end()
    if (name !== undefined && this.#phones.has(name))
      throw new ControlError(
        'LAB_EXISTS',
        `There is a phone ${quoted(name)} already.`,
        'Choose another name, or remove it first: DELETE /v1/phones/<name>.',
      )
    if (this.#phones.size >= maxPhones)
      throw new ControlError(
        'LAB_TOO_MANY',
        `There are ${maxPhones} phones already.`,
        'Remove some: DELETE /v1/phones/<name>, or POST /v1/reset.',
      )
    const phone = this.#lab.createPhone({
      maker,
      name: name ?? this.#freeName(maker),
      ...defined({ switches, harmonyOS }),
    })
    const controlled: ControlledPhone = {
      phone,
      app: new WitnessApp(),
      packageName,
      consoleApps,
      tokens: {},
    }
    this.#phones.set(phone.name, controlled)
    try {
      await this.install(controlled)
    } catch (error) {
      await this.remove(phone.name)
      throw error
    }
    return controlled
  }

  /** Installs the app, if it is not there, and takes its tokens. */
  async install(controlled: ControlledPhone): Promise<void> {
    const { phone, app, packageName, consoleApps } = controlled
    if (phone.state === 'not-installed') {
      const parts = consoleApps.map(({ installation }) => installation)
      phone.install({ packageName, app, ...(Object.assign({}, ...parts) as object) })
    }
    controlled.tokens = await this.#apps.tokens(phone, consoleApps)
  }

  async remove(name: string): Promise<void> {
    const { phone } = this.find(name)
    this.#phones.delete(name)
    // Its tokens die as those of a phone that is thrown away.
    await phone.uninstall()
    await phone.close()
  }

  async removeAll(): Promise<void> {
    for (const { phone } of this.list) await this.remove(phone.name)
  }

  #freeName(maker: PhoneMaker): string {
    let number = 1
    while (this.#phones.has(`${maker}-${number}`)) number += 1
    return `${maker}-${number}`
  }

  #appAt(vendor: LabVendorId, packageName: string, chosen: Fields | undefined): ConsoleApp {
    if (!this.#lab.vendors.includes(vendor))
      throw new ControlError(
        'LAB_UNKNOWN_VENDOR',
        `Such a phone is reached by ${vendor}, which this lab was started without.`,
        `Start the lab with --vendors ${[...this.#lab.vendors, vendor].join(',')}.`,
      )
    const id = chosen?.optional(vendor, (f) => f.text(vendor))
    return id === undefined ? this.#apps.forPackage(vendor, packageName) : this.#apps.find(vendor, id)
  }
}

/** Some of a phone's switches. @throws ControlError */
export const readSwitches = (fields: Fields): Partial<PhoneSwitches> => {
  const switches: Partial<PhoneSwitches> = {}
  for (const name of switchNames) {
    const value = fields.optional(name, (f) => f.flag(name))
    if (value !== undefined) switches[name] = value
  }
  fields.end()
  return switches
}
