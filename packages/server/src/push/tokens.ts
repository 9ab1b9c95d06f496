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
  /** The certificate is one for VoIP: the token rings for calls alone, beside the one for notifications. */
  isVoIP?: boolean
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
  order by device_id, user_id, vendor, is_voip for update`,
}

const moveStatement = {
  name: 'tokens.move',
  text: `update push_tokens set state = 'moved', state_since = to_timestamp($6::float8 / 1000.0)
  where sdk_app_id = $1 and vendor = $2 and md5(token) = md5($3) and token = $3 and state = 'live'
    and (device_id, user_id, is_voip) <> ($4, $5, $7)`,
}

const bindStatement = {
  name: 'tokens.bind',
  text: `insert into push_tokens
    (sdk_app_id, device_id, user_id, certificate_id, vendor, token, is_voip, registered_at, state, state_since)
  values ($1, $4, $5, $8, $2, $3, $7, to_timestamp($6::float8 / 1000.0), 'live', to_timestamp($6::float8 / 1000.0))
  on conflict (sdk_app_id, device_id, user_id, vendor, is_voip) do update set
    certificate_id = excluded.certificate_id, token = excluded.token, registered_at = excluded.registered_at,
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
  const { sdkAppID, deviceID, userID, certificateID, token, isVoIP = false, nowMs } = report
  const [certificate] = await db.query<{ vendor: VendorId }>(vendorStatement, [certificateID, sdkAppID])
  if (!certificate) return { ok: false, code: ErrorCode.CERTIFICATE_NOT_FOUND }
  const { vendor } = certificate
  await db.query(lockStatement, [sdkAppID, vendor, token])
  await db.query(lockRowsStatement, [sdkAppID, vendor, token, deviceID, userID])
  await db.query(moveStatement, [sdkAppID, vendor, token, deviceID, userID, nowMs, isVoIP])
  await db.query(bindStatement, [sdkAppID, vendor, token, deviceID, userID, nowMs, isVoIP, certificateID])
  return { ok: true, vendor }
}

const clearStatement = {
  name: 'tokens.clear',
  text: `update push_tokens set state = 'cleared', state_since = to_timestamp($4::float8 / 1000.0)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3 and state <> 'cleared' and (is_voip or not $5)`,
}

/**
 * Takes a device's tokens back, of every vendor, as setOfflinePushConfig with an empty token asks; with
 * `isVoIP` the one for calls alone, as setVOIP does.
 */
export const clearToken = async (
  db: Db,
  { sdkAppID, deviceID, userID, isVoIP = false, nowMs }: TokenOwner & { isVoIP?: boolean; nowMs: number },
): Promise<void> => {
  await db.query(clearStatement, [sdkAppID, deviceID, userID, nowMs, isVoIP])
}

const deadStatement = {
  name: 'tokens.dead',
  text: `update push_tokens
  set state = 'dead', state_since = to_timestamp($7::float8 / 1000.0), dead_code = left($6, 100)
  where sdk_app_id = $1 and device_id = $2 and user_id = $3 and token = $4 and state = 'live'
    and registered_at <= to_timestamp($5::float8 / 1000.0)`,
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
 * Answers whether the device has a live token after that: it registered anew meanwhile, or has one of
 * another vendor.
 */
export const markTokenDead = async (db: Db, death: TokenDeath): Promise<{ hasLiveToken: boolean }> => {
  const { sdkAppID, deviceID, userID, token, sinceMs, code, nowMs } = death
  await db.query(deadStatement, [sdkAppID, deviceID, userID, token, sinceMs, code, nowMs])
  const live = await db.query(isLiveStatement, [sdkAppID, deviceID, userID])
  return { hasLiveToken: live.length > 0 }
}

// One that was reported anew elsewhere stays dead here.
const reviveStatement = {
  name: 'tokens.revive',
  text: `update push_tokens t set state = 'live', dead_code = null, state_since = to_timestamp($3::float8 / 1000.0)
  where t.certificate_id = $1 and t.state = 'dead' and t.state_since >= to_timestamp($2::float8 / 1000.0)
    and not exists (select 1 from push_tokens o where o.sdk_app_id = t.sdk_app_id and o.vendor = t.vendor
      and md5(o.token) = md5(t.token) and o.token = t.token and o.state = 'live')`,
}

/** Takes back the deaths of a certificate's tokens since an instant: they were not to be believed. */
export const reviveTokens = async (
  db: Db,
  revival: { certificateID: number; sinceMs: number; nowMs: number },
): Promise<void> => {
  await db.query(reviveStatement, [revival.certificateID, revival.sinceMs, revival.nowMs])
}
