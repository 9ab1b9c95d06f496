import { ErrorCode } from '@carillon/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../store/testing.ts'
import { loadDevices, raiseBadges, userKeyText } from './devices.ts'
import { seed } from './testing/seed.ts'
import { bindToken, clearToken, markTokenDead } from './tokens.ts'

let db: TestStore
let certificateID: number
const nowMs = 1_800_000_000_000
const DAY_MS = 86_400_000

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
  certificateID = await seed.certificate(db)
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate devices cascade' })
  await seed.device(db, { deviceID: 'bob-phone', userID: 'bob', lastSeenAtMs: nowMs })
  await seed.device(db, { deviceID: 'eve-phone', userID: 'eve', lastSeenAtMs: nowMs })
})

const bind = async (userID: string, token: string, change: { certificateID?: number; nowMs?: number } = {}) =>
  await bindToken(db, {
    sdkAppID: 1,
    deviceID: `${userID}-phone`,
    userID,
    certificateID,
    token,
    nowMs,
    ...change,
  })

const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await db.query<{ userID: string; state: string; token: string }>({
        name: 'test.states',
        text: `select user_id as "userID", state, token from push_tokens`,
      })
    ).map((row) => [row.userID, `${row.state} ${row.token}`]),
  )

describe('binding a token', () => {
  it('binds it with the vendor of its certificate', async () => {
    expect(await bind('bob', 't1')).toEqual({ ok: true, vendor: 'fcm' })
    expect(await states()).toEqual({ bob: 'live t1' })
  })

  it('takes it from whoever had it', async () => {
    await bind('bob', 't1')
    await bind('eve', 't1')
    expect(await states()).toEqual({ bob: 'moved t1', eve: 'live t1' })
    await bind('bob', 't1')
    expect(await states()).toEqual({ bob: 'live t1', eve: 'moved t1' })
  })

  it('takes it from the previous user of the same phone', async () => {
    await bind('bob', 't1')
    await db.query({
      name: 'test.switch',
      text: `update devices set login_state = 'other-user' where user_id = 'bob'`,
    })
    await seed.device(db, { deviceID: 'bob-phone', userID: 'eve' })
    await bindToken(db, {
      sdkAppID: 1,
      deviceID: 'bob-phone',
      userID: 'eve',
      certificateID,
      token: 't1',
      nowMs,
    })
    expect(await states()).toEqual({ bob: 'moved t1', eve: 'live t1' })
  })

  it('refuses a certificate that does not exist, is deleted, or is another app’s', async () => {
    const refused = { ok: false, code: ErrorCode.CERTIFICATE_NOT_FOUND }
    await db.query({
      name: 'test.app2',
      text: `insert into apps (sdk_app_id, name) values (2, 'other') on conflict do nothing`,
    })
    const otherApps = await seed.certificate(db, 'fcm', 2)
    const deleted = await seed.certificate(db)
    await db.query(
      { name: 'test.delete', text: `update certificates set deleted_at = now() where certificate_id = $1` },
      [deleted],
    )
    for (const wrong of [1, deleted, otherApps])
      expect(await bind('bob', 't1', { certificateID: wrong })).toEqual(refused)
    expect(await states()).toEqual({})
  })

  it('has one owner after many bind it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(['bob', 'eve', 'bob', 'eve'].map(async (userID) => await bind(userID, 't1')))
      expect(Object.values(await states()).filter((state) => state === 'live t1')).toHaveLength(1)
    }
  })

  it('lets two phones swap their tokens at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = round % 2 ? ['t1', 't2'] : ['t2', 't1']
      await Promise.all([bind('bob', one ?? ''), bind('eve', other ?? '')])
      const live = Object.entries(await states()).filter(([, state]) => state.startsWith('live'))
      expect(new Set(live.map(([, state]) => state)).size).toBe(live.length)
    }
  })

  it('is undone by clearing', async () => {
    await bind('bob', 't1')
    await clearToken(db, { sdkAppID: 1, deviceID: 'bob-phone', userID: 'bob', nowMs })
    expect(await states()).toEqual({ bob: 'cleared t1' })
  })

  it('of an iPhone with one for calls beside it, clears that one alone, or both', async () => {
    const owner = { sdkAppID: 1, deviceID: 'bob-phone', userID: 'bob', nowMs }
    const both = async () =>
      await db.query({ name: 'test.both', text: 'select token, state from push_tokens order by is_voip' })
    await bindToken(db, { ...owner, certificateID, token: 'alert' })
    await bindToken(db, { ...owner, certificateID, token: 'calls', isVoIP: true })
    await clearToken(db, { ...owner, isVoIP: true })
    expect(await both()).toEqual([
      { token: 'alert', state: 'live' },
      { token: 'calls', state: 'cleared' },
    ])
    await bindToken(db, { ...owner, certificateID, token: 'calls', isVoIP: true })
    await clearToken(db, owner)
    expect(await both()).toEqual([
      { token: 'alert', state: 'cleared' },
      { token: 'calls', state: 'cleared' },
    ])
  })
})

describe('the vendor’s word that a token is dead', () => {
  const dead = async (token: string, sinceMs: number) =>
    await markTokenDead(db, {
      sdkAppID: 1,
      deviceID: 'bob-phone',
      userID: 'bob',
      token,
      sinceMs,
      code: 'UNREGISTERED',
      nowMs,
    })

  it('is believed about the token that was pushed to', async () => {
    await bind('bob', 't1')
    expect(await dead('t1', nowMs)).toEqual({ hasLiveToken: false })
    expect(await states()).toEqual({ bob: 'dead t1' })
  })

  it('does not touch a token that was registered later', async () => {
    await bind('bob', 't1')
    expect(await dead('t1', nowMs - 1)).toEqual({ hasLiveToken: true })
    expect(await states()).toEqual({ bob: 'live t1' })
  })

  it('does not touch another token', async () => {
    await bind('bob', 't2')
    expect(await dead('t1', nowMs)).toEqual({ hasLiveToken: true })
    expect(await states()).toEqual({ bob: 'live t2' })
  })

  it('ends with the next registration', async () => {
    await bind('bob', 't1')
    await dead('t1', nowMs)
    await bind('bob', 't1', { nowMs: nowMs + 1 })
    expect(await states()).toEqual({ bob: 'live t1' })
  })
})

describe('loading devices', () => {
  const load = async () =>
    (
      await loadDevices(
        db,
        [
          { sdkAppID: 1, userID: 'bob' },
          { sdkAppID: 1, userID: 'nobody' },
        ],
        nowMs,
      )
    ).get(userKeyText({ sdkAppID: 1, userID: 'bob' }))

  it('gives token and certificate, and leaves out what is long gone', async () => {
    await bind('bob', 't1')
    await seed.device(db, { deviceID: 'gone', loginState: 'logged-out', lastSeenAtMs: nowMs - 31 * DAY_MS })
    await seed.device(db, { deviceID: 'old', loginState: 'logged-out', lastSeenAtMs: nowMs - 29 * DAY_MS })
    await seed.device(db, { deviceID: 'away', loginState: 'logged-in', lastSeenAtMs: nowMs - 99 * DAY_MS })
    const devices = await load()
    expect(devices?.map((device) => device.deviceID)).toEqual(['away', 'bob-phone', 'old'])
    expect(devices?.[1]).toEqual({
      sdkAppID: 1,
      deviceID: 'bob-phone',
      userID: 'bob',
      platform: 'android',
      deviceName: null,
      language: null,
      loginState: 'logged-in',
      lastSeenAtMs: nowMs,
      reportedUnreadCount: 0,
      pushesSinceReport: 0,
      token: {
        certificateID,
        vendor: 'fcm',
        token: 't1',
        state: 'live',
        registeredAtMs: nowMs,
        certificateExists: true,
      },
    })
    expect(devices?.[0]?.token).toBeNull()
  })

  it('counts badges until the app reports its unread count, even the same one', async () => {
    await raiseBadges(db, [{ sdkAppID: 1, userID: 'bob', deviceID: 'bob-phone', count: 2 }])
    expect((await load())?.[0]?.pushesSinceReport).toBe(2)
    await db.query({
      name: 'test.report',
      text: `update devices set reported_unread_count = 0 where user_id = 'bob'`,
    })
    expect((await load())?.[0]?.pushesSinceReport).toBe(0)
  })
})
