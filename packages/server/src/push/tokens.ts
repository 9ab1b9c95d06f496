import { ErrorCode, type VendorId } from '@carillon/protocol'

import type { DeviceKey } from '../presence/types.ts'
import type { Database, Db } from '../store/db.ts'

/** One user's login on one device. */
export interface TokenOwner extends DeviceKey {
  userID: string
}

/** A token as the app reports it with setOfflinePushConfig. */
export interface TokenReport extends TokenOwner {
  certificateID: number
  token: string
  nowMs: number
}

/** Whether the token is bound; a certificate that the app does not have is a value, not an exception. */
export type BindResult =
  | { ok: true; vendor: VendorId }
  | { ok: false; code: typeof ErrorCode.CERTIFICATE_NOT_FOUND }

const vendorStatement = {
  name: 'tokens.vendor',
  text: `select vendor from certificates
  where certificate_id = $1::bigint and sdk_app_id = $2 and deleted_at is null for share`,
}

// Two devices that report one token at once would both see nobody to take it from.
const lockStatement = {
  name: 'tokens.lock',
  text: `select pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'push-token', $1::text, $2::text, $3::text), 0))`,
}

// Two devices that swap their tokens write the same two rows; locked in one order, neither waits for the other's.
const lockRowsStatement = {
  name: 'tokens.lockRows',
  text: `select 1 from push_tokens
  where (sdk_app_id = $1 and device_id = $4 and user_id = $5)
    or (sdk_app_id = $1 and vendor = $2 and md5(token) = md5($3) and token = $3 and state = 'live')
  order by device_id, user_id for update`,
}

const moveStatement = {
  name: 'tokens.move',
  text: `update push_tokens set state = 'moved', state_since = to_timestamp($6::float8 / 1000.0)
  where sdk_app_id = $1 and vendor = $2 and md5(token) = md5($3) and token = $3 and state = 'live'
    and (device_id, user_id) <> ($4, $5)`,
}

const bindStatement = {
  name: 'tokens.bind',
  text: `insert into push_tokens
    (sdk_app_id, device_id, user_id, certificate_id, vendor, token, registered_at, state, state_since)
  values ($1, $4, $5, $7, $2, $3, to_timestamp($6::float8 / 1000.0), 'live', to_timestamp($6::float8 / 1000.0))
  on conflict (sdk_app_id, device_id, user_id) do update set certificate_id = excluded.certificate_id,
    vendor = excluded.vendor, token = excluded.token, registered_at = excluded.registered_at,
    state = 'live', state_since = excluded.state_since, dead_code = null`,
}

const deadlockDetected = '40P01'
const uniqueViolation = '23505'
const maxTries = 5

/**
 * Binds a token to one user on one device, and takes it from whoever had it: a token has one owner. A
 * token that was dead, moved or cleared lives again. The device's row must exist.
 */
export const bindToken = async (db: Database, report: TokenReport): Promise<BindResult> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction(async (transaction) => await bind(transaction, report))
    } catch (error) {
      // A row that changed hands while it was waited for can still cross another's path; then go again.
      const code = (error as { code?: unknown }).code
      if (tries >= maxTries || (code !== deadlockDetected && code !== uniqueViolation)) throw error
    }
  }
}

const bind = async (db: Db, report: TokenReport): Promise<BindResult> => {
  const { sdkAppID, deviceID, userID, certificateID, token, nowMs } = report
  const [certificate] = await db.query<{ vendor: VendorId }>(vendorStatement, [certificateID, sdkAppID])
  if (!certificate) return { ok: false, code: ErrorCode.CERTIFICATE_NOT_FOUND }
  const { vendor } = certificate
  await db.query(lockStatement, [sdkAppID, vendor, token])
  await db.query(lockRowsStatement, [sdkAppID, vendor, token, deviceID, userID])
  await db.query(moveStatement, [sdkAppID, vendor, token, deviceID, userID, nowMs])
  await db.query(bindStatement, [sdkAppID, vendor, token, deviceID, userID, nowMs, certificateID])
  return { ok: true, vendor }
}

const clearStatement = {
  name: 'tokens.clear',
  text: `update push_tokens set state = 'cleared', state_since = to_timestamp($4::float8 / 1000.0)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3 and state <> 'cleared'`,
}

/** Takes a device's token back, as setOfflinePushConfig with an empty token asks. */
export const clearToken = async (db: Db, owner: TokenOwner & { nowMs: number }): Promise<void> => {
  await db.query(clearStatement, [owner.sdkAppID, owner.deviceID, owner.userID, owner.nowMs])
}

const deadStatement = {
  name: 'tokens.dead',
  text: `update push_tokens
  set state = 'dead', state_since = to_timestamp($7::float8 / 1000.0), dead_code = left($6, 100)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3 and token = $4 and state = 'live'
    and registered_at <= to_timestamp($5::float8 / 1000.0)
  returning 1`,
}

const isLiveStatement = {
  name: 'tokens.isLive',
  text: `select 1 from push_tokens where sdk_app_id = $1 and device_id = $2 and user_id = $3 and state = 'live'`,
}

/** A vendor's word that a token is dead. */
export interface TokenDeath extends TokenOwner {
  /** The token that was pushed to. */
  token: string
  /** What the vendor's word is about: a token registered later is another matter, even if it is the same text. */
  sinceMs: number
  code: string
  nowMs: number
}

/**
 * Marks a token dead if it still is the device's token and was registered before the vendor's word.
 * Answers whether the device has a live token after that: it registered anew meanwhile.
 */
export const markTokenDead = async (db: Db, death: TokenDeath): Promise<{ hasLiveToken: boolean }> => {
  const { sdkAppID, deviceID, userID, token, sinceMs, code, nowMs } = death
  const marked = await db.query(deadStatement, [sdkAppID, deviceID, userID, token, sinceMs, code, nowMs])
  if (marked.length > 0) return { hasLiveToken: false }
  const live = await db.query(isLiveStatement, [sdkAppID, deviceID, userID])
  return { hasLiveToken: live.length > 0 }
}
