import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { verifyUserSig } from '../accounts/user-sig.ts'
import { openToken } from '../callbacks/index.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { createSealer } from '../tenants/seal.ts'
import { createTenants } from '../tenants/tenants.ts'
import { createAdmin, type Admin } from './index.ts'

const sealer = createSealer(randomBytes(32))
const xiaomi = { packageName: 'org.example.chat', appSecret: 'qW3rTy+Zz8/abcdEFGH0==' }

let store: TestStore
let admin: Admin

beforeAll(async () => {
  store = await openTestStore()
  admin = createAdmin(store, sealer)
})

afterAll(async () => {
  await store.close()
})

it('allocates SDKAppIDs one after the other, also to several at once', async () => {
  const apps = await Promise.all(['a', 'b', 'c'].map(async (name) => await admin.createApp({ name })))
  const ids = apps.map((app) => app.sdkAppID).toSorted((a, b) => a - b)
  expect(ids).toEqual([1400000001, 1400000002, 1400000003])
  expect(apps[0]?.secretKey).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(apps.map((app) => app.secretKey)).size).toBe(3)
})

it('moves an app from elsewhere with its ID and key', async () => {
  const secretKey = 'ab'.repeat(32)
  await admin.createApp({ name: 'moved', sdkAppID: 1600012345, secretKey })
  const userSig = await admin.makeUserSig({ sdkAppID: 1600012345, userID: 'ann' })
  const check = { sdkAppID: 1600012345, userID: 'ann', userSig, nowMs: Date.now() }
  expect(verifyUserSig({ ...check, secretKeys: [secretKey] })).toMatchObject({ ok: true })
  await expect(admin.createApp({ name: 'again', sdkAppID: 1600012345 })).rejects.toMatchObject({
    code: 'CRL_APP_EXISTS',
  })
})

it.each<[string, (a: Admin) => Promise<unknown>, string]>([
  [
    'an SDKAppID that is none',
    async (a) => await a.createApp({ name: 'x', sdkAppID: 2 ** 32 }),
    'CRL_INVALID',
  ],
  ['a key that is none', async (a) => await a.createApp({ name: 'x', secretKey: 'short' }), 'CRL_INVALID'],
  ['an empty name', async (a) => await a.createApp({ name: '' }), 'CRL_INVALID'],
  ['an unknown app', async (a) => await a.app(5), 'CRL_APP_NOT_FOUND'],
  [
    'a user of an unknown app',
    async (a) => await a.createUser({ sdkAppID: 5, userID: 'x' }),
    'CRL_APP_NOT_FOUND',
  ],
  ['an unknown user', async (a) => await a.user(1400000001, 'nobody'), 'CRL_USER_NOT_FOUND'],
  [
    'a userID that is none',
    async (a) => await a.createUser({ sdkAppID: 1400000001, userID: 'é' }),
    'CRL_INVALID',
  ],
  [
    'a setting that is none',
    async (a) => await a.changeSettings(1400000001, { pusch: {} } as never),
    'CRL_APP_SETTINGS',
  ],
  [
    'a setting out of bounds',
    async (a) => await a.changeSettings(1400000001, { push: { deadlineMs: 1 } }),
    'CRL_APP_SETTINGS',
  ],
  [
    'a token with a space',
    async (a) => await a.changeSettings(1400000001, { callbacks: { token: 'two words' } }),
    'CRL_APP_SETTINGS',
  ],
  [
    'an address that is none',
    async (a) => await a.changeSettings(1400000001, { callbacks: { url: 'javascript:alert(1)' } }),
    'CRL_APP_SETTINGS',
  ],
  ['an unknown certificate', async (a) => await a.deleteCertificate(99), 'CRL_CERTIFICATE_NOT_FOUND'],
  [
    'a certificate ID beyond all',
    async (a) => await a.deleteCertificate(2 ** 40),
    'CRL_CERTIFICATE_NOT_FOUND',
  ],
])('refuses %s', async (_, act, code) => {
  await expect(act(admin)).rejects.toMatchObject({ code })
})

it('seals the callback token, and keeps it when other settings change', async () => {
  const { sdkAppID } = await admin.createApp({ name: 'callbacks' })
  await admin.changeSettings(sdkAppID, { callbacks: { token: 'xxxxyyyy', timeoutMs: 900 } })
  const { settings } = await admin.changeSettings(sdkAppID, { push: { hideText: true } })
  expect(settings.callbacks.token).not.toContain('xxxxyyyy')
  expect(openToken(sealer, sdkAppID, settings.callbacks.token)).toBe('xxxxyyyy')
  expect(() => openToken(sealer, sdkAppID + 1, settings.callbacks.token)).toThrow('was changed')
  const without = await admin.changeSettings(sdkAppID, { callbacks: { token: '' } })
  expect(without.settings.callbacks).toMatchObject({ token: '', timeoutMs: 900 })
})

it('registers users and changes their profiles', async () => {
  const { sdkAppID } = await admin.createApp({ name: 'users' })
  await admin.createUser({ sdkAppID, userID: 'ann', nickName: 'Ann' })
  expect(await admin.createUser({ sdkAppID, userID: 'ann' })).toMatchObject({ nickName: 'Ann' })
  expect(await admin.changeProfile({ sdkAppID, userID: 'ann', nickName: null })).toMatchObject({
    nickName: null,
  })
  expect(await admin.listUsers(sdkAppID)).toHaveLength(1)
})

it('rotates secret keys, the last one staying', async () => {
  const { sdkAppID } = await admin.createApp({ name: 'rotation' })
  const added = await admin.addSecretKey(sdkAppID)
  const keys = await admin.secretKeys(sdkAppID)
  expect(keys.map((key) => key.keyID)[0]).toBe(added.keyID)
  await admin.removeSecretKey(sdkAppID, keys[1]?.keyID ?? 0)
  await expect(admin.removeSecretKey(sdkAppID, added.keyID)).rejects.toMatchObject({ code: 'CRL_INVALID' })
})

it('keeps certificates sealed, checks them, and counts their revisions', async () => {
  const { sdkAppID } = await admin.createApp({ name: 'certificates' })
  const added = await admin.addCertificate({ sdkAppID, vendor: 'xiaomi', name: 'live', fields: xiaomi })
  expect(added).toMatchObject({ certificateID: expect.any(Number), vendor: 'xiaomi', revision: 1 })
  const sealed = await store.query<{ sealed_fields: Buffer }>({
    name: 'test.sealed',
    text: 'select sealed_fields from certificates',
  })
  expect(sealed[0]?.sealed_fields.toString('latin1')).not.toContain('org.example')

  await expect(
    admin.addCertificate({
      sdkAppID,
      vendor: 'xiaomi',
      name: 'bad',
      fields: { packageName: 'org.example', secret: 'x' },
    }),
  ).rejects.toMatchObject({
    code: 'CRL_CERTIFICATE',
    message: expect.stringMatching(/appSecret: [^]*\n {2}secret: /),
  })
  await expect(
    admin.addCertificate({ sdkAppID, vendor: 'nokia', name: 'x', fields: {} }),
  ).rejects.toMatchObject({
    code: 'CRL_VENDOR',
    message: expect.stringContaining('xiaomi'),
  })

  const { certificateID } = added
  const changed = await admin.updateCertificate(certificateID, { fields: { channelID: 'chat' } })
  expect(changed.revision).toBe(2)
  expect(await admin.loadCertificate(certificateID)).toMatchObject({
    certificate: { packageName: 'org.example.chat', channelID: 'chat' },
  })
  await admin.deleteCertificate(certificateID)
  expect(await admin.listCertificates(sdkAppID)).toEqual([])
})

it('lets running servers hear of every change', async () => {
  await using tenants = await createTenants(store, sealer)
  expect(await tenants.app(1400077777)).toBeUndefined()
  expect(await tenants.certificate(Number.NaN)).toBeUndefined()
  const { sdkAppID } = await admin.createApp({ name: 'heard', sdkAppID: 1400077777 })
  await until(async () => (await tenants.app(sdkAppID)) !== undefined)
  expect(await tenants.secretKeys(sdkAppID)).toHaveLength(1)

  await admin.changeSettings(sdkAppID, { push: { acknowledgementTimeoutMs: 500 } })
  await until(async () => (await tenants.app(sdkAppID))?.settings.push.acknowledgementTimeoutMs === 500)
  expect((await tenants.app(sdkAppID))?.settings.messaging.duplicateWindowMs).toBe(86_400_000)

  const heard: number[] = []
  tenants.onCertificateChanged((id) => heard.push(id))
  const { certificateID } = await admin.addCertificate({
    sdkAppID,
    vendor: 'xiaomi',
    name: 'x',
    fields: xiaomi,
  })
  await until(async () => (await tenants.certificate(certificateID))?.revision === 1)
  await admin.updateCertificate(certificateID, { name: 'y' })
  await until(async () => (await tenants.certificate(certificateID))?.name === 'y')
  await admin.deleteCertificate(certificateID)
  await until(async () => (await tenants.certificate(certificateID)) === undefined)
  // A read that comes before the last notification sees the change as well.
  await until(() => heard.length >= 3)
  expect(heard).toEqual([certificateID, certificateID, certificateID])
})

it('forgets what it knew when notifications may have been missed', async () => {
  const { sdkAppID } = await admin.createApp({ name: 'before' })
  await using tenants = await createTenants(store, sealer)
  expect((await tenants.app(sdkAppID))?.name).toBe('before')
  await store.query({ name: 'test.rename', text: `update apps set name = 'after' where sdk_app_id = $1` }, [
    sdkAppID,
  ])
  expect((await tenants.app(sdkAppID))?.name).toBe('before')
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'carillon listen'`
  await store.query({ name: 'test.cut', text: cut })
  await until(async () => (await tenants.app(sdkAppID))?.name === 'after')
})

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 10_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error('waited for too long')
    await sleep(5)
  }
}
