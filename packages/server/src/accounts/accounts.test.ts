import { ErrorCode } from '@carillon/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../store/testing.ts'
import type { Tenants } from '../tenants/types.ts'
import { authenticate } from './authenticate.ts'
import { createLoginLimiter } from './login-limiter.ts'
import { makeUserSig } from './user-sig.ts'
import { findUser, importUsers, listUsers, revokeUserSigs, updateProfile } from './users.ts'

const sdkAppID = 1400000001
const secretKey = 'ab'.repeat(32)
const nowMs = 1_795_429_202_000

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
  await store.query({ name: 'test.app', text: 'insert into apps (sdk_app_id, name) values ($1, $2)' }, [
    sdkAppID,
    'shop',
  ])
})

afterAll(async () => {
  await store.close()
})

const tenants = {
  app: (id) => Promise.resolve(id === sdkAppID ? ({} as never) : undefined),
  secretKeys: () => Promise.resolve([secretKey]),
} satisfies Pick<Tenants, 'app' | 'secretKeys'> as unknown as Tenants

const login = async (
  changes: { sdkAppID?: number; userID?: string; userSig?: string } = {},
  limiter = createLoginLimiter(),
) => {
  const userID = changes.userID ?? 'ann'
  const userSig = makeUserSig({ sdkAppID, secretKey, userID, nowMs })
  const credentials = { sdkAppID, userID, userSig, remoteAddress: '127.0.0.1', ...changes }
  return await authenticate({ db: store, tenants, limiter }, credentials, nowMs)
}

it('registers an account at its first login', async () => {
  expect(await login()).toMatchObject({ ok: true, isNewUser: true, user: { userID: 'ann', nickName: null } })
  expect(await login()).toMatchObject({ ok: true, isNewUser: false })
})

it.each<[string, Parameters<typeof login>[0], number]>([
  ['of an unknown app', { sdkAppID: 1400000099 }, ErrorCode.SDKAPPID_NOT_FOUND],
  ['of what is no userID', { userID: 'café' }, ErrorCode.ACCOUNT_INVALID_PARAMETERS],
  ['of an empty userID', { userID: '' }, ErrorCode.ACCOUNT_INVALID_PARAMETERS],
  ['without UserSig', { userSig: '' }, ErrorCode.USERSIG_EMPTY],
])('refuses a login %s', async (_, changes, code) => {
  expect(await login(changes)).toMatchObject({ ok: false, code })
})

it('refuses UserSigs made before they were revoked, and takes new ones', async () => {
  await login({ userID: 'eve' })
  await revokeUserSigs(store, sdkAppID, 'eve', nowMs + 1000)
  expect(await login({ userID: 'eve' })).toMatchObject({ code: ErrorCode.ACCOUNT_INVALID_USERSIG })
  const userSig = makeUserSig({ sdkAppID, secretKey, userID: 'eve', nowMs: nowMs + 1000 })
  expect(await login({ userID: 'eve', userSig })).toMatchObject({ ok: true })
})

it('refuses further tries after too many failures, of that user at that address alone', async () => {
  const limiter = createLoginLimiter({ failuresPerUser: 2 })
  const codes: unknown[] = []
  for (let attempt = 0; attempt < 3; attempt += 1) codes.push(await login({ userSig: 'AAAA' }, limiter))
  expect(codes).toMatchObject([{ code: 70003 }, { code: 70003 }, { code: 70050 }])
  expect(await login({}, limiter)).toMatchObject({ code: 70050 })
  expect(await login({ userID: 'bob' }, limiter)).toMatchObject({ ok: true })
})

it('refuses an address that tries many users', async () => {
  const limiter = createLoginLimiter({ failuresPerAddress: 2 })
  await login({ userID: 'u1', userSig: 'AAAA' }, limiter)
  await login({ userID: 'u2', userSig: 'AAAA' }, limiter)
  expect(await login({}, limiter)).toMatchObject({ code: 70050 })
})

it('imports users once, and lists them a page at a time', async () => {
  expect(await importUsers(store, sdkAppID, ['z1', 'z2', 'z3'])).toEqual(['z1', 'z2', 'z3'])
  expect(await importUsers(store, sdkAppID, ['z3', 'z4'])).toEqual(['z4'])
  const page = await listUsers(store, sdkAppID, { after: 'z1', limit: 2 })
  expect(page.map((user) => user.userID)).toEqual(['z2', 'z3'])
})

it('changes of a profile what is given', async () => {
  await importUsers(store, sdkAppID, ['p'])
  expect(await updateProfile(store, sdkAppID, 'p', { nickName: 'Pia', faceUrl: 'https://x/p.png' })).toBe(
    true,
  )
  expect(await updateProfile(store, sdkAppID, 'p', { faceUrl: null })).toBe(true)
  expect(await findUser(store, sdkAppID, 'p')).toMatchObject({ nickName: 'Pia', faceUrl: null })
  expect(await updateProfile(store, sdkAppID, 'nobody', { nickName: 'x' })).toBe(false)
})
