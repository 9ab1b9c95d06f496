import type { Db } from '../store/db.ts'
import type { Sealer } from './seal.ts'
import { effectiveSettings, type AppSettingsChanges } from './settings.ts'
import type { App } from './types.ts'

interface AppRow {
  sdk_app_id: number
  name: string
  settings: unknown
}

const toApp = (row: AppRow): App => ({
  sdkAppID: row.sdk_app_id,
  name: row.name,
  settings: effectiveSettings(row.settings),
})

const secretKeyRow = (keyID: number): string => `app_keys.${keyID}`

/** An app by its ID. */
export const findApp = async (db: Db, sdkAppID: number): Promise<App | undefined> => {
  const text = 'select sdk_app_id, name, settings from apps where sdk_app_id = $1'
  const [row] = await db.query<AppRow>({ name: 'apps.find', text }, [sdkAppID])
  return row === undefined ? undefined : toApp(row)
}

/** Every app, by ID. */
export const listApps = async (db: Db): Promise<App[]> => {
  const text = 'select sdk_app_id, name, settings from apps order by sdk_app_id'
  return (await db.query<AppRow>({ name: 'apps.list', text })).map(toApp)
}

/** Stores an app under a given ID. False when the ID is taken. */
export const insertApp = async (db: Db, sdkAppID: number, name: string): Promise<boolean> => {
  const text =
    'insert into apps (sdk_app_id, name) values ($1, $2) on conflict do nothing returning 1 as done'
  return (await db.query({ name: 'apps.insert', text }, [sdkAppID, name])).length === 1
}

/** The lowest ID above those in use, from 1400000001 on. */
export const nextSDKAppID = async (db: Db): Promise<number> => {
  const text = `select coalesce(max(sdk_app_id), 1400000000) + 1 as next from apps where sdk_app_id between 1400000000 and 4294967294`
  const [row] = await db.query<{ next: number }>({ name: 'apps.next_id', text })
  return row?.next ?? 1_400_000_001
}

/** The settings an app changed, as stored. */
export const storedSettings = async (db: Db, sdkAppID: number): Promise<unknown> => {
  const text = 'select settings from apps where sdk_app_id = $1 for update'
  const [row] = await db.query<{ settings: unknown }>({ name: 'apps.settings', text }, [sdkAppID])
  return row?.settings
}

/** Replaces the settings an app changed. */
export const updateSettings = async (
  db: Db,
  sdkAppID: number,
  changes: AppSettingsChanges,
): Promise<void> => {
  const text = 'update apps set settings = $2 where sdk_app_id = $1'
  await db.query({ name: 'apps.update_settings', text }, [sdkAppID, JSON.stringify(changes)])
}

/** Stores a further secret key of an app. Answers its number. */
export const insertSecretKey = async (
  db: Db,
  sealer: Sealer,
  sdkAppID: number,
  secretKey: string,
): Promise<number> => {
  const next = `select nextval(pg_get_serial_sequence('app_keys', 'key_id')) as key_id`
  const [row] = await db.query<{ key_id: number }>({ name: 'app_keys.next_id', text: next })
  const keyID = row?.key_id ?? 0
  const text = `
    insert into app_keys (key_id, sdk_app_id, sealed_secret_key) overriding system value values ($1, $2, $3)`
  const sealed = sealer.seal(secretKey, secretKeyRow(keyID))
  await db.query({ name: 'app_keys.insert', text }, [keyID, sdkAppID, sealed])
  return keyID
}

/** The secret keys of an app, newest first. */
export const secretKeysOf = async (
  db: Db,
  sealer: Sealer,
  sdkAppID: number,
): Promise<{ keyID: number; secretKey: string; createdAtMs: number }[]> => {
  const text =
    'select key_id, sealed_secret_key, created_at from app_keys where sdk_app_id = $1 order by key_id desc'
  type Row = { key_id: number; sealed_secret_key: Buffer; created_at: number }
  const rows = await db.query<Row>({ name: 'app_keys.of_app', text }, [sdkAppID])
  return rows.map((row) => ({
    keyID: row.key_id,
    secretKey: sealer.open(row.sealed_secret_key, secretKeyRow(row.key_id)),
    createdAtMs: row.created_at,
  }))
}

/** Takes a secret key out of use. False when the app has no such key. */
export const deleteSecretKey = async (db: Db, sdkAppID: number, keyID: number): Promise<boolean> => {
  const text = 'delete from app_keys where sdk_app_id = $1 and key_id = $2 returning 1 as done'
  return (await db.query({ name: 'app_keys.delete', text }, [sdkAppID, keyID])).length === 1
}
