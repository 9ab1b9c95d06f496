import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { verifyUserSig } from '../accounts/user-sig.ts'
import { throwAwaySettings } from '../store/embedded/settings.ts'
import { openStore, type Store } from '../store/index.ts'
import { quickFolder } from '../store/testing.ts'
import { runCommand } from './run.ts'

let folder: string
let server: Store

beforeAll(async () => {
  folder = await mkdtemp(join(await quickFolder(), 'carillon-cli-'))
  // Stands for a running server: commands work beside it.
  const location = { dataFolder: join(folder, 'data') }
  server = await openStore(location, { purpose: 'server', settings: throwAwaySettings, sync: false })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const run = async (...args: string[]) => {
  let stdout = ''
  let stderr = ''
  const io = {
    stdout: (text: string) => void (stdout += text),
    stderr: (text: string) => void (stderr += text),
    isTerminal: false,
    columns: 120,
  }
  const code = await runCommand([...args, '--data-folder', join(folder, 'data')], io)
  return { code, stdout, stderr }
}

const runJSON = async <T>(...args: string[]): Promise<T> => {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as T
}

it('sets an app up, beside a running server', async () => {
  expect(await runJSON('migrate')).toEqual({ migrations: ['0001-initial'] })
  expect(await run('user', 'list')).toMatchObject({
    code: 1,
    stderr: 'error: There is no app yet. Make one: carillon app create --name <name>. (CRL_APP_NOT_FOUND)\n',
  })
  const app = await runJSON<{ sdkAppID: number; secretKey: string }>('app', 'create', '--name', 'shop')
  expect(app).toMatchObject({ sdkAppID: 1400000001, name: 'shop' })

  await runJSON('user', 'add', 'ann', '--nick', 'Ann')
  await runJSON('user', 'set', 'ann', '--face', 'https://example.org/a.png')
  expect(await runJSON('user', 'list')).toMatchObject([
    { userID: 'ann', nickName: 'Ann', faceUrl: 'https://example.org/a.png' },
  ])

  const { userSig } = await runJSON<{ userSig: string }>('usersig', 'ann', '--expire', '60')
  const check = { sdkAppID: app.sdkAppID, userID: 'ann', userSig, secretKeys: [app.secretKey] }
  expect(verifyUserSig({ ...check, nowMs: Date.now() })).toMatchObject({ ok: true })
  expect(verifyUserSig({ ...check, nowMs: Date.now() + 61_000 })).toMatchObject({ code: 70001 })

  const settings = await runJSON('app', 'settings', 'push.acknowledgementTimeoutMs=1500')
  expect(settings).toMatchObject({ push: { acknowledgementTimeoutMs: 1500, deadlineMs: 86_400_000 } })
  const withToken = await runJSON('app', 'settings', 'callbacks.token=xxxxyyyy', 'callbacks.timeoutMs=900')
  expect(withToken).toMatchObject({ callbacks: { token: '(set)', timeoutMs: 900 } })
  const added = await runJSON<{ keyID: number }>('app', 'add-key')
  expect(await runJSON('app', 'keys')).toMatchObject([{ keyID: added.keyID }, { secretKey: app.secretKey }])
  await runJSON('app', 'remove-key', String(added.keyID))
})

it('keeps certificates', async () => {
  const secretFile = join(folder, 'secret.txt')
  await writeFile(secretFile, 'qW3rTy+Zz8/abcdEFGH0==')
  const fields = ['--field', 'packageName=org.example.chat', '--field', `appSecret=@${secretFile}`]
  const added = await runJSON<{ certificateID: number }>(
    'cert',
    'add',
    '--vendor',
    'xiaomi',
    '--name',
    'live',
    ...fields,
  )
  const id = String(added.certificateID)
  expect(await runJSON('cert', 'update', id, '--field', 'channelID=chat')).toMatchObject({ revision: 2 })
  const list = await run('cert', 'list')
  expect(list.stdout).toContain('live')
  expect(list.stdout).not.toContain('qW3rTy')
  expect((await run('cert', 'receipts', id)).stderr).toContain('CRL_NO_PUBLIC_URL')
  const config = join(folder, 'carillon.json')
  await writeFile(config, JSON.stringify({ publicURL: 'https://chat.example.org' }))
  expect(await runJSON('cert', 'receipts', id, '--config', config)).toMatchObject({
    url: expect.stringMatching(new RegExp(`^https://chat.example.org/receipts/xiaomi/${id}/[\\w-]{24}$`)),
    registerIn: 'request',
  })
  await runJSON('cert', 'delete', id)
  expect(await runJSON('cert', 'list')).toEqual([])
  expect((await run('cert', 'fields', 'fcm')).stdout).toContain('serviceAccountJson')
})

it.each<[string[], number, RegExp]>([
  [['app', 'create'], 2, /required option '--name <name>' not specified/],
  [['app', 'settings', 'push.deadlineMs=soon'], 1, /push\.deadlineMs: .*\(CRL_APP_SETTINGS\)/],
  [['app', 'settings', 'deadline'], 2, /It is name=value, got "deadline"/],
  [['user', 'add', 'café'], 1, /printable ASCII.*\(CRL_INVALID\)/],
  [['user', 'set', 'nobody', '--nick', 'x'], 1, /has no user "nobody".*\(CRL_USER_NOT_FOUND\)/],
  [['user', 'list', '--app', '7'], 1, /no app with SDKAppID 7.*\(CRL_APP_NOT_FOUND\)/],
  [['user', 'list', '--app', 'seven'], 2, /whole number above 0/],
  [['cert', 'add', '--vendor', 'nokia', '--name', 'x'], 1, /"nokia" is not a vendor.*\(CRL_VENDOR\)/],
  [['cert', 'add', '--vendor', 'xiaomi', '--name', 'x'], 1, /appSecret: [^]*carillon cert fields xiaomi/],
  [
    ['cert', 'add', '--vendor', 'fcm', '--name', 'x', '--field', 'a=@/nowhere'],
    2,
    /file cannot be read: ENOENT/,
  ],
  [['cert', 'check', '99'], 1, /no certificate 99.*\(CRL_CERTIFICATE_NOT_FOUND\)/],
  [['why', 'nothing'], 1, /no message "nothing".*\(CRL_MESSAGE_NOT_FOUND\)/],
  [['sevre'], 2, /unknown command 'sevre'[^]*serve/],
])('%j ends with %i', async (args, code, words) => {
  const result = await run(...args)
  expect(result).toEqual({ code, stdout: '', stderr: expect.stringMatching(words) })
})

it('counts pushes and lists alarms', async () => {
  const at = new Date().toISOString()
  await server.query({
    name: 'test.journal',
    text: `insert into journal (at, sdk_app_id, msg_id, user_id, device_id, stage, reason, vendor)
      values (now(), 1400000001, 'm', 'u', 'd', 'accepted', 'vendor-accepted', 'fcm'),
        (now(), 1400000001, 'm', 'u', 'd2', 'refused', 'token-dead-by-vendor', 'fcm'),
        (now(), 1400000001, 'm', 'u', 'd3', 'suppressed', 'muted', null)`,
  })
  expect(await runJSON('stats', '--since', '1h')).toMatchObject({
    by: 'vendor',
    total: { eligible: 3, accepted: 1, refused: 1, suppressed: 1 },
    groups: [
      { key: 'fcm', eligible: 2 },
      { key: '', eligible: 1 },
    ],
  })
  const { stdout } = await run('stats', '--by', 'reason', '--vendor', 'fcm')
  expect(stdout).toMatch(/token-dead-by-vendor .* 50\.0/)
  expect(
    (await run('stats', '--since', '2020-01-01T00:00:00Z', '--until', '2020-01-02T00:00:00Z')).stdout,
  ).toContain('Nothing was sent')
  expect(await run('stats', '--vendor', 'pigeon')).toMatchObject({
    code: 1,
    stderr: 'error: There is no vendor "pigeon". (CRL_INVALID)\n',
  })
  expect((await run('stats', '--by', 'moon')).code).toBe(2)

  expect((await run('alarms')).stdout).toBe('No alarm is open, and none was in this time.\n')
  await server.query(
    {
      name: 'test.alarm',
      text: `insert into alarms (kind, subject, severity, opened_at, text, updated_at)
        values ('lane-stopped', '10001', 'critical', $1, 'fcm refuses certificate 10001', $1)`,
    },
    [at],
  )
  expect(await runJSON('alarms')).toMatchObject([
    { kind: 'lane-stopped', subject: '10001', severity: 'critical' },
  ])
  expect((await run('alarms')).stdout).toMatch(/lane-stopped .* open .*fcm refuses certificate 10001/)
})

it('helps', async () => {
  expect(await run('cert', 'add', '--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--field'),
  })
})

it('says all that is wrong with the configuration', async () => {
  const file = join(folder, 'bad.json')
  await writeFile(file, '{ "port": "x", "colour": "red" }')
  const result = await run('app', 'list', '--config', file)
  expect(result).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/colour in [^]*port in [^]*CRL_CONFIG/),
  })
})

it('runs as a program without a server, on an empty folder', async () => {
  const bin = fileURLToPath(new URL('../bin.ts', import.meta.url))
  const dataFolder = join(folder, 'alone')
  const carillon = async (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['-C', '@carillon/source', bin, ...args, '--data-folder', dataFolder],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    const [code] = (await once(child, 'close')) as [number]
    return { code, stdout, stderr }
  }
  expect(await carillon('app', 'create', '--name', 'first')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/SDKAppID {4}1400000001/),
    stderr: '',
  })
  // Two at once: one starts the database, the other works beside it.
  const both = await Promise.all([
    carillon('app', 'list', '--json'),
    carillon('user', 'add', 'ann', '--json'),
  ])
  expect(both.map((each) => each.code)).toEqual([0, 0])
  expect(await carillon('nonsense')).toMatchObject({ code: 2 })
})
