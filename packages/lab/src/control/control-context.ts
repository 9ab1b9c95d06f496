import type { Lab, LabVendorId } from '../lab-types.ts'
import { Apps } from './apps.ts'
import type { ConsoleApp } from './consoles/vendor-console.ts'
import { Phones } from './phones.ts'
import { copySettings, restoreSettings } from './settings.ts'

/** What `ControlContext` works with. */
export interface ControlContextOptions {
  lab: Lab
  /** What the lab says of itself when it starts. */
  announcement: () => object
  /** Told of all apps whenever one was made, to keep them. */
  onAppsChanged?: (saved: Apps['saved']) => Promise<void>
}

/** What the calls of the control API work on. */
export class ControlContext {
  readonly lab: Lab
  readonly apps: Apps
  readonly phones: Phones
  readonly announcement: () => object
  readonly #onAppsChanged: (saved: Apps['saved']) => Promise<void>
  readonly #firstSettings: ReadonlyMap<LabVendorId, Record<string, unknown>>
  /** Apps are made one after the other: two of one id must not pass each other. */
  #making: Promise<unknown> = Promise.resolve()

  constructor({ lab, announcement, onAppsChanged = async () => {} }: ControlContextOptions) {
    this.lab = lab
    this.apps = new Apps(lab)
    this.phones = new Phones(lab, this.apps)
    this.announcement = announcement
    this.#onAppsChanged = onAppsChanged
    this.#firstSettings = new Map(lab.vendors.map((vendor) => [vendor, copySettings(lab[vendor])]))
  }

  /** Makes an app and keeps it. @throws ControlError */
  createApp(vendor: LabVendorId, value: unknown): Promise<ConsoleApp> {
    const make = async (): Promise<ConsoleApp> => {
      const app = await this.apps.create(vendor, value)
      await this.#onAppsChanged(this.apps.saved)
      return app
    }
    const made = this.#making.then(make, make)
    this.#making = made.catch(() => {})
    return made
  }

  /** Phones, faults, requests and changed settings go; apps and their credentials stay. */
  async reset(): Promise<void> {
    await this.phones.removeAll()
    for (const vendor of this.lab.vendors) {
      const emulator = this.lab[vendor]
      emulator.faults.clear()
      emulator.clearRequests()
      restoreSettings(emulator, this.#firstSettings.get(vendor) ?? {})
    }
  }
}
