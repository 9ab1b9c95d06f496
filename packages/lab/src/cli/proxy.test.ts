import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProxyTask } from '../testing/oracles/firebase-admin-by-proxy.ts'
import type { NodeApnProxyTask } from '../testing/oracles/node-apn-by-proxy.ts'
import { parseCommandLine } from './options.ts'
import { startStandalone, type StandaloneLab } from './standalone.ts'

let folder: string
let lab: StandaloneLab

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-lab-proxy-'))
  const request = parseCommandLine(['--data', folder, '--quiet', '--vendors', 'apns,fcm'])
  if (request.kind !== 'serve') throw new Error('It does not serve')
  lab = await startStandalone(request.options, '0.0.0', () => {})
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

const call = async (path: string, body: object): Promise<any> => {
  const answer = await fetch(lab.announcement.control + path, { method: 'POST', body: JSON.stringify(body) })
  expect(answer.status).toBe(201)
  return answer.json()
}

const trayOf = async (phone: { name: string }): Promise<unknown> =>
  ((await (await fetch(`${lab.announcement.control}/v1/phones/${phone.name}`)).json()) as { tray: unknown })
    .tray

/** Runs a program that knows of the lab only what a team would write into its environment. */
const run = async (name: string, task: unknown, env: Record<string, string>): Promise<unknown> => {
  const script = fileURLToPath(new URL(`../testing/oracles/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { NODE_EXTRA_CA_CERTS: lab.announcement.caFile ?? '', ...env },
  })
  child.stdin.end(JSON.stringify(task))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code: child.exitCode, errors }).toMatchObject({ code: 0 })
  return JSON.parse(output)
}

it('firebase-admin, told of proxy and CA by its environment alone, reaches the lab’s phones', async () => {
  const { serviceAccount } = await call('/v1/vendors/fcm/apps', { underVendorNames: true })
  const phone = await call('/v1/phones', { maker: 'google' })
  const messages = [phone.tokens.fcm as string, 'malformed'].map((token) => ({
    token,
    notification: { title: 'Lin', body: 'See you at 6?' },
  }))
  const task: ProxyTask = { serviceAccount, messages }
  const env = { HTTPS_PROXY: lab.announcement.proxy, NODE_USE_ENV_PROXY: '1' }
  expect(await run('firebase-admin-by-proxy', task, env)).toEqual([
    expect.stringMatching(/^projects\/[\w-]+\/messages\/0:/),
    'messaging/invalid-argument',
  ])
  expect(await trayOf(phone)).toMatchObject([{ title: 'Lin', body: 'See you at 6?' }])
})

it('@parse/node-apn reaches them over HTTP/2, with its own option for a proxy', async () => {
  const { key, teamID, bundleID } = await call('/v1/vendors/apns/apps', {})
  const phone = await call('/v1/phones', { maker: 'apple' })
  const { hostname, port } = new URL(lab.announcement.proxy)
  const task: NodeApnProxyTask = {
    proxy: { host: hostname, port: Number(port) },
    token: { key: key.p8, keyId: key.keyID, teamId: teamID },
    notification: { alert: { title: 'Lin', body: 'See you at 6?' }, topic: bundleID },
    deviceTokens: [phone.tokens.apns, 'ff'.repeat(32)],
  }
  expect(await run('node-apn-by-proxy', task, {})).toMatchObject({
    sent: [{ device: phone.tokens.apns as string }],
    failed: [{ status: 400, response: { reason: 'BadDeviceToken' } }],
  })
  expect(await trayOf(phone)).toMatchObject([{ title: 'Lin', body: 'See you at 6?' }])
})
