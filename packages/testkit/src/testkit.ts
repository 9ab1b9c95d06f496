import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startLab, type InstalledApp, type Lab, type Phone } from '@carillon/lab'
import type { PushStory, VendorId } from '@carillon/protocol'
import type { PushAppInfo } from '@carillon/react-native-push'
import { configFrom, type Admin, type ServerConfig, type ServerParts } from '@carillon/server'

import { DesktopClient, type ClientPlatform } from './desktop-client.ts'
import { PhoneApp } from './phone/phone-app.ts'
import { TestPhone, type TestUser } from './phone/test-phone.ts'
import { InProcessServer, type ServerHost } from './server-host.ts'
import { ServerProcess } from './server-process.ts'
import { registerReceipts, setUpTenant, withAdmin, type VendorInUse } from './tenant.ts'
import { testVendors } from './vendor-setups.ts'
import { waitUntil, type WaitLimits } from './wait.ts'

/** How a testkit is set up. */
export interface TestkitOptions {
  /** Vendors to emulate; default all there are. */
  vendors?: readonly VendorId[]
  /** Configuration of the server; the database is embedded in a temporary folder unless told. */
  config?: Parameters<typeof configFrom>[0]
  /** Settings of the tenant app that differ from the defaults. */
  settings?: Parameters<Admin['changeSettings']>[1]
  /** Parts of a server in this process. */
  parts?: Partial<ServerParts>
  /** Vendors report to the server what became of pushes. Default: they do not. */
  receipts?: boolean
  /** Run the server in a process of its own; `true` or the module to run (see `serving.ts`). */
  process?: true | string
  /** Told of slow steps. */
  onProgress?: (step: string) => void
  /** Where temporary folders are made. Default the system's. */
  temporaryFolder?: string
}

/**
 * A server with an app on it, the emulated vendors with a certificate each, and phones with the real
 * client and plugin. Everything on loopback; closed in reverse order.
 */
export class Testkit implements AsyncDisposable {
  readonly lab: Lab
  readonly server: ServerHost
  readonly config: ServerConfig
  readonly sdkAppID: number
  readonly secretKey: string
  readonly #vendors: ReadonlyMap<VendorId, VendorInUse>
  readonly #closers: AsyncDisposable[]

  /** @param given made by `startTestkit` */
  constructor(given: {
    lab: Lab
    server: ServerHost
    config: ServerConfig
    app: { sdkAppID: number; secretKey: string }
    vendors: ReadonlyMap<VendorId, VendorInUse>
    closers: AsyncDisposable[]
  }) {
    this.lab = given.lab
    this.server = given.server
    this.config = given.config
    this.sdkAppID = given.app.sdkAppID
    this.secretKey = given.app.secretKey
    this.#vendors = given.vendors
    this.#closers = given.closers
  }

  /** Address of the server. */
  get url(): string {
    return this.server.url
  }

  /** Vendors that are set up. */
  get vendors(): readonly VendorId[] {
    return [...this.#vendors.keys()]
  }

  /** The certificate of a vendor. */
  certificateID(vendor: VendorId): number {
    return this.#vendor(vendor).certificateID
  }

  /** A further credential of the app at a vendor: the fields of its certificate that change. */
  async freshCredential(vendor: VendorId): Promise<Record<string, string>> {
    const { freshCredential } = this.#vendor(vendor)
    if (freshCredential === undefined)
      throw new Error(`The testkit makes no further credential for ${vendor}`)
    return await freshCredential()
  }

  /** Administration, straight on the database. */
  async admin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    return await withAdmin(this.config, work)
  }

  /** Makes a user. */
  async createUser(userID: string, nickName?: string): Promise<TestUser> {
    return await this.admin(async (admin) => {
      await admin.createUser({
        sdkAppID: this.sdkAppID,
        userID,
        ...(nickName === undefined ? {} : { nickName }),
      })
      const userSig = await admin.makeUserSig({ sdkAppID: this.sdkAppID, userID })
      return { userID, userSig, nickName: nickName ?? '' }
    })
  }

  /**
   * A phone with the app on it, opened, and logged in when a user is given.
   * @param given.harmonyOS a phone of huawei with HarmonyOS NEXT
   */
  async createPhone(given: {
    vendor: VendorId
    user?: TestUser
    name?: string
    harmonyOS?: boolean
  }): Promise<TestPhone> {
    const setup = this.#vendor(given.vendor)
    const { name = setup.phone.name, harmonyOS = false } = given
    const device = this.lab.createPhone({ ...setup.phone, name, harmonyOS })
    const app = new PhoneApp({
      server: this.url,
      sdkAppID: this.sdkAppID,
      deviceName: device.name,
      appInfo: this.#appInfo(),
    })
    device.install({ ...setup.installation, app })
    const phone = new TestPhone(given.vendor, device, app)
    this.#closers.push(phone)
    await phone.launch()
    if (given.user) await phone.logIn(given.user)
    return phone
  }

  /** A phone with an app of the caller's own on it, not opened yet. The build holds what the vendor's files would. */
  createDevice(given: { vendor: VendorId; app: InstalledApp; name?: string }): Phone {
    const setup = this.#vendor(given.vendor)
    const device = this.lab.createPhone({ ...setup.phone, name: given.name ?? setup.phone.name })
    device.install({ ...setup.installation, app: given.app })
    this.#closers.push(device)
    return device
  }

  /** A user at a computer, logged in. */
  async logIn(user: TestUser, platform?: ClientPlatform): Promise<DesktopClient> {
    const client = await DesktopClient.logIn({
      server: this.url,
      sdkAppID: this.sdkAppID,
      userID: user.userID,
      userSig: user.userSig,
      ...(platform === undefined ? {} : { platform }),
    })
    this.#closers.push(client)
    return client
  }

  /** The push story of a message as it stands. @throws when there is no such message */
  async story(msgID: string): Promise<PushStory> {
    const story = await this.server.story(msgID)
    if (!story) throw new Error(`there is no message ${msgID}`)
    return story
  }

  /** The push story of a message once every device in it has come to its end. @throws WaitTimeoutError */
  async finishedStory(msgID: string, limits?: WaitLimits): Promise<PushStory> {
    return await waitUntil(
      `the end of the story of ${msgID}`,
      async () => {
        const story = await this.server.story(msgID)
        const isFinished =
          story !== undefined &&
          story.devices.length > 0 &&
          story.devices.every((device) => device.state !== 'pending')
        return isFinished ? story : undefined
      },
      limits,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = []
    for (const closer of this.#closers.splice(0).toReversed()) {
      try {
        await closer[Symbol.asyncDispose]()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'closing the testkit failed')
  }

  #vendor(vendor: VendorId): VendorInUse {
    const setup = this.#vendors.get(vendor)
    if (!setup) throw new Error(`${vendor} is not among the vendors this testkit was started with`)
    return setup
  }

  /** One build for all phones, as in a shop: with the certificates of every vendor. */
  #appInfo(): PushAppInfo {
    return Object.assign(
      {},
      ...[...this.#vendors.values()].map(({ appInfo, certificateID }) => appInfo(certificateID)),
    ) as PushAppInfo
  }
}

/** Starts database, server, lab and a tenant app with a certificate for each vendor. */
export const startTestkit = async (options: TestkitOptions = {}): Promise<Testkit> => {
  const closers: AsyncDisposable[] = []
  const progress = options.onProgress ?? (() => undefined)
  try {
    const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), 'carillon-'))
    closers.push({ [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true }) })
    progress('emulated vendors')
    const vendors = options.vendors ?? testVendors
    const lab = await startLab({ vendors: [...vendors] })
    closers.push(lab)
    const authorityFile = join(folder, 'lab-ca.pem')
    await writeFile(authorityFile, lab.ca)
    const config = configFrom({
      dataFolder: join(folder, 'data'),
      port: 0,
      logLevel: 'warn',
      shutdownGraceMs: 2000,
      // The port is known when the server listens.
      ...(options.receipts === true ? { publicURL: 'http://127.0.0.1:0' } : {}),
      ...options.config,
      push: { extraCertificateAuthoritiesFile: authorityFile, ...options.config?.push },
    })
    progress('database, app and certificates')
    const { app, inUse } = await setUpTenant(config, lab, vendors, options.settings)
    progress('server')
    const server =
      options.process === undefined
        ? new InProcessServer(config, options.parts ?? {})
        : new ServerProcess(config, options.process === true ? undefined : options.process)
    closers.push(server)
    await server.start()
    if (options.receipts === true) await registerReceipts(config, server.url, inUse)
    return new Testkit({ lab, server, config, app, vendors: inUse, closers })
  } catch (error) {
    for (const closer of closers.toReversed()) await closer[Symbol.asyncDispose]()
    throw error
  }
}
