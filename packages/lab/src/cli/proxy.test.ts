import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProxyTask } from '../testing/oracles/firebase-admin-by-proxy.ts'
import { parseCommandLine } from './options.ts'
import { startStandalone, type StandaloneLab } from './standalone.ts'

let folder: string
let lab: StandaloneLab

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-lab-proxy-'))
  const request = parseCommandLine(['--data', folder, '--quiet', '--vendors', 'fcm'])
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

it('firebase-admin, told of proxy and CA by its environment alone, reaches the lab’s phones', async () => {
  const { serviceAccount } = await call('/v1/vendors/fcm/apps', { underVendorNames: true })
  const phone = await call('/v1/phones', { maker: 'google' })
  const { proxy, caFile = '' } = lab.announcement
  const script = fileURLToPath(new URL('../testing/oracles/firebase-admin-by-proxy.ts', import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: caFile, NODE_USE_ENV_PROXY: '1' },
  })
  const messages = [phone.tokens.fcm, 'malformed'].map((token) => ({
    token,
    notification: { title: 'Lin', body: 'See you at 6?' },
  }))
  const task: ProxyTask = { serviceAccount, messages }
  child.stdin.end(JSON.stringify(task))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code: child.exitCode, errors }).toMatchObject({ code: 0 })
  expect(JSON.parse(output)).toEqual([
    expect.stringMatching(/^projects\/[\w-]+\/messages\/0:/),
    'messaging/invalid-argument',
  ])
  const shown = await fetch(`${lab.announcement.control}/v1/phones/${phone.name}`)
  expect(await shown.json()).toMatchObject({ tray: [{ title: 'Lin', body: 'See you at 6?' }] })
})
