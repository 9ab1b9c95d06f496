import { randomBytes } from 'node:crypto'

import { isToken, sealToken, tokenRule } from '../callbacks/index.ts'
import { OperatorError } from '../operator-error.ts'
import type { Database } from '../store/db.ts'
import {
  deleteSecretKey,
  findApp,
  insertApp,
  insertSecretKey,
  listApps,
  nextSDKAppID,
  secretKeysOf,
  storedSettings,
  updateSettings,
} from '../tenants/app-queries.ts'
import { notifyTenantChange } from '../tenants/notify.ts'
import type { Sealer } from '../tenants/seal.ts'
import { AppSettingsError, checkSettingsChanges, type AppSettingsChanges } from '../tenants/settings.ts'
import type { App } from '../tenants/types.ts'

/** A secret key of an app, in the clear. */
export interface SecretKey {
  keyID: number
  secretKey: string
  createdAtMs: number
}

/** What can be done with apps. Every method throws OperatorError for what the caller can mend. */
export interface AppAdmin {
  /**
   * Makes an app with its first secret key.
   * @param input `sdkAppID` 1 to 4294967295, allocated from 1400000001 on when left out; `secretKey` 64
   * hexadecimal digits, generated when left out: give both to move an app from elsewhere
   */
  createApp(input: {
    name: string
    sdkAppID?: number
    secretKey?: string
  }): Promise<App & { secretKey: string }>
  app(sdkAppID: number): Promise<App>
  listApps(): Promise<App[]>
  /** Changes settings; what is left out stays as it is, and null takes a setting back to its default. */
  changeSettings(sdkAppID: number, changes: AppSettingsChanges): Promise<App>
  /** Newest first. */
  secretKeys(sdkAppID: number): Promise<SecretKey[]>
  /** Adds a key; UserSigs of the older ones stay good until those are removed. */
  addSecretKey(sdkAppID: number): Promise<SecretKey>
  removeSecretKey(sdkAppID: number, keyID: number): Promise<void>
}

const largestSDKAppID = 0xffff_ffff

/** Makes the part of the administration that deals with apps. */
export const createAppAdmin = (db: Database, sealer: Sealer): AppAdmin => {
  const app = async (sdkAppID: number): Promise<App> => {
    const found = isSDKAppID(sdkAppID) ? await findApp(db, sdkAppID) : undefined
    if (found === undefined)
      throw new OperatorError(
        'CRL_APP_NOT_FOUND',
        `There is no app with SDKAppID ${sdkAppID}. List them: carillon app list.`,
      )
    return found
  }
  return {
    app,
    listApps: async () => await listApps(db),
    async createApp({ name, sdkAppID, secretKey = newSecretKey() }) {
      checkName(name)
      if (sdkAppID !== undefined && !isSDKAppID(sdkAppID))
        throw invalid(`An SDKAppID is a whole number from 1 to ${largestSDKAppID}, got ${sdkAppID}.`)
      if (!/^[0-9a-f]{64}$/i.test(secretKey)) throw invalid('A secret key has 64 hexadecimal digits.')
      return await db.transaction(async (tx) => {
        const id = await insertUnderFreeID(tx, name, sdkAppID)
        await insertSecretKey(tx, sealer, id, secretKey)
        await notifyTenantChange(tx, { kind: 'app', sdkAppID: id })
        const created = await findApp(tx, id)
        if (created === undefined) throw new Error('the app just stored is not there')
        return { ...created, secretKey }
      })
    },
    async changeSettings(sdkAppID, changes) {
      await app(sdkAppID)
      await db.transaction(async (tx) => {
        const stored = checkSettingsChanges((await storedSettings(tx, sdkAppID)) ?? {})
        const merged = checkSettingsChanges(mergeSettings(stored, sealed(sealer, sdkAppID, changes)))
        await updateSettings(tx, sdkAppID, merged)
        await notifyTenantChange(tx, { kind: 'app', sdkAppID })
      })
      return await app(sdkAppID)
    },
    async secretKeys(sdkAppID) {
      await app(sdkAppID)
      return await secretKeysOf(db, sealer, sdkAppID)
    },
    async addSecretKey(sdkAppID) {
      await app(sdkAppID)
      await db.transaction(async (tx) => {
        await insertSecretKey(tx, sealer, sdkAppID, newSecretKey())
        await notifyTenantChange(tx, { kind: 'app', sdkAppID })
      })
      const [newest] = await secretKeysOf(db, sealer, sdkAppID)
      if (newest === undefined) throw new Error('the key just stored is not there')
      return newest
    },
    async removeSecretKey(sdkAppID, keyID) {
      const keys = await this.secretKeys(sdkAppID)
      if (!keys.some((key) => key.keyID === keyID))
        throw new OperatorError('CRL_KEY_NOT_FOUND', `App ${sdkAppID} has no secret key ${keyID}.`)
      if (keys.length === 1)
        throw invalid(`Key ${keyID} is the only one of app ${sdkAppID}; add another before it is removed.`)
      await db.transaction(async (tx) => {
        await deleteSecretKey(tx, sdkAppID, keyID)
        await notifyTenantChange(tx, { kind: 'app', sdkAppID })
      })
    },
  }
}

const insertUnderFreeID = async (
  tx: Parameters<typeof insertApp>[0],
  name: string,
  wanted: number | undefined,
): Promise<number> => {
  if (wanted !== undefined) {
    if (await insertApp(tx, wanted, name)) return wanted
    throw new OperatorError('CRL_APP_EXISTS', `There already is an app with SDKAppID ${wanted}.`)
  }
  for (;;) {
    const id = await nextSDKAppID(tx)
    // Somebody else may have taken it in this moment.
    if (await insertApp(tx, id, name)) return id
  }
}

const isSDKAppID = (value: number): boolean =>
  Number.isSafeInteger(value) && value >= 1 && value <= largestSDKAppID

const newSecretKey = (): string => randomBytes(32).toString('hex')

const invalid = (message: string): OperatorError => new OperatorError('CRL_INVALID', message)

/** What a name may be, as a sentence. */
export const nameRule = 'A name has 1 to 100 characters, none of them < or > or a control character.'

/** Whether a name can be shown in lists, logs and pages alike: short, and nothing that a page would run. */
export const isName = (name: string): boolean => /^[^\p{Cc}<>]{1,100}$/u.test(name)

/** @throws OperatorError for what is no name */
export const checkName = (name: string): void => {
  if (!isName(name)) throw invalid(nameRule)
}

/** The parts side by side: what is stored, what changes, and without what goes back to its default. */
const mergeSettings = (stored: object, changes: object): object => {
  const before = stored as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries({ ...stored, ...changes }).map(([part, values]) => [
      part,
      isRecord(values) && part in changes
        ? withoutNulls({ ...(before[part] as object | undefined), ...values })
        : values,
    ]),
  )
}

/** The changes with the secret among them sealed. */
const sealed = (sealer: Sealer, sdkAppID: number, changes: AppSettingsChanges): AppSettingsChanges => {
  const token: unknown = changes.callbacks?.token
  if (token === undefined || token === null || token === '') return changes
  if (!isToken(token)) throw new AppSettingsError([{ field: 'callbacks.token', message: tokenRule }])
  return { ...changes, callbacks: { ...changes.callbacks, token: sealToken(sealer, sdkAppID, token) } }
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null

const withoutNulls = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
