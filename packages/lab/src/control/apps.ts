import type { Lab, LabVendorId } from '../lab-types.ts'
import type { Phone } from '../phone/types.ts'
import { consoleOf } from './consoles/index.ts'
import type { ConsoleApp, VendorConsole } from './consoles/vendor-console.ts'
import { ControlError, quoted } from './control-error.ts'
import { Fields } from './fields.ts'

const maxApps = 1_000
/** Fields that name an app, one a vendor. */
const idNames = ['projectID', 'bundleID', 'appID'] as const

/** The apps made at the vendors' consoles. What `saved` gives brings them all back in another run. */
export class Apps {
  readonly #consoles: ReadonlyMap<LabVendorId, VendorConsole>
  readonly #apps: ReadonlyMap<LabVendorId, Map<string, ConsoleApp>>

  constructor(lab: Lab) {
    this.#consoles = new Map(lab.vendors.map((vendor) => [vendor, consoleOf(lab, vendor)]))
    this.#apps = new Map(lab.vendors.map((vendor) => [vendor, new Map<string, ConsoleApp>()]))
  }

  /** @throws ControlError */
  async create(vendor: LabVendorId, value: unknown): Promise<ConsoleApp> {
    const apps = this.#of(vendor)
    if (apps.size >= maxApps)
      throw new ControlError(
        'LAB_TOO_MANY',
        `There are ${maxApps} apps at ${vendor} already.`,
        'Start the lab anew, with another data folder if it has one.',
      )
    const fields = new Fields(value)
    for (const name of idNames) {
      const id = fields.optional(name, (f) => f.text(name))
      if (id !== undefined && apps.has(id))
        throw new ControlError(
          'LAB_EXISTS',
          `There is an app ${quoted(id)} at ${vendor} already.`,
          `Read it: GET /v1/vendors/${vendor}/apps/${encodeURIComponent(id)}. Or choose another ${name}.`,
        )
    }
    const app = await this.#console(vendor).create(new Fields(value))
    apps.set(app.id, app)
    return app
  }

  list(vendor: LabVendorId): readonly ConsoleApp[] {
    return [...this.#of(vendor).values()]
  }

  /** @throws ControlError */
  find(vendor: LabVendorId, id: string): ConsoleApp {
    const app = this.#of(vendor).get(id)
    if (app !== undefined) return app
    throw new ControlError(
      'LAB_UNKNOWN_APP',
      `There is no app ${quoted(id)} at ${vendor}.`,
      `List them: GET /v1/vendors/${vendor}/apps. Make one: POST /v1/vendors/${vendor}/apps.`,
    )
  }

  /**
   * The app a phone's app of this package belongs to: the one that was made last.
   * @throws ControlError when there is none
   */
  forPackage(vendor: LabVendorId, packageName: string): ConsoleApp {
    const app = this.list(vendor).findLast((each) => (each.packageName ?? packageName) === packageName)
    if (app !== undefined) return app
    const name = vendor === 'apns' ? 'bundleID' : 'packageName'
    const body = vendor === 'fcm' ? '{}' : JSON.stringify({ [name]: packageName })
    throw new ControlError(
      'LAB_NOT_POSSIBLE',
      `${vendor} knows no app ${packageName}, so it gives the phone no token.`,
      `Make one first: POST /v1/vendors/${vendor}/apps with ${body}.`,
    )
  }

  /** All tokens the push services give the app on a phone. */
  async tokens(phone: Phone, apps: readonly ConsoleApp[]): Promise<Readonly<Record<string, string>>> {
    const given = await Promise.all(apps.map((app) => app.tokens(phone)))
    return Object.assign({}, ...given) as Record<string, string>
  }

  /** JSON of all apps, by vendor. */
  get saved(): Readonly<Record<string, readonly unknown[]>> {
    return Object.fromEntries(
      [...this.#apps].map(([vendor, apps]) => [vendor, [...apps.values()].map(({ saved }) => saved)]),
    )
  }

  /** @throws when what was saved is damaged */
  async restore(saved: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [vendor, apps] of this.#apps) {
      const list = saved[vendor] ?? []
      if (!Array.isArray(list)) throw new TypeError(`The saved apps of ${vendor} are no list`)
      for (const each of list as unknown[]) {
        const app = await this.#console(vendor).restore(each)
        apps.set(app.id, app)
      }
    }
  }

  #of(vendor: LabVendorId): Map<string, ConsoleApp> {
    const apps = this.#apps.get(vendor)
    if (apps === undefined) throw new TypeError(`${vendor} was not started`)
    return apps
  }

  #console(vendor: LabVendorId): VendorConsole {
    const console = this.#consoles.get(vendor)
    if (console === undefined) throw new TypeError(`${vendor} was not started`)
    return console
  }
}
