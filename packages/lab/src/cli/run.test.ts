import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Http2Client, http1 } from '../testing/wire.ts'
import { helpText } from './help.ts'
import { runLab } from './run.ts'
import type { Announcement } from './standalone.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-lab-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Running extends AsyncDisposable {
  announcement: Announcement
  stderr(): string
  call(method: string, path: string, body?: unknown): Promise<any>
  stop(): Promise<number>
}

/** Starts the command in this process and waits for its line of JSON. */
const start = async (...args: string[]): Promise<Running> => {
  const asked = Promise.withResolvers<void>()
  const announced = Promise.withResolvers<string>()
  let stderr = ''
  const ended = runLab(args, {
    stdout: (line) => announced.resolve(line),
    stderr: (line) => void (stderr += line),
    stopped: asked.promise,
    stdinEnded: () => asked.promise,
  })
  const line = await Promise.race([announced.promise, ended])
  if (typeof line === 'number') throw new Error(`It ended with ${line}: ${stderr}`)
  const announcement = JSON.parse(line) as Announcement
  const stop = (): Promise<number> => {
    asked.resolve()
    return ended
  }
  return {
    announcement,
    stderr: () => stderr,
    async call(method, path, body) {
      const answer = await fetch(announcement.control + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return answer.json()
    },
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

/** Runs the command until it ends by itself. */
const end = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  let stdout = ''
  let stderr = ''
  const code = await runLab(args, {
    stdout: (line) => void (stdout += line),
    stderr: (line) => void (stderr += line),
    stopped: Promise.resolve(),
    stdinEnded: () => Promise.resolve(),
  })
  return { code, stdout, stderr }
}

it('prints where everything is, serves, logs to stderr, and stops when told', async () => {
  const lab = await start('--vendors', 'xiaomi,meizu')
  const { announcement } = lab
  expect(announcement).toEqual({
    carillonLab: expect.stringMatching(/^\d+\.\d+\.\d+/),
    control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    proxy: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    port: expect.any(Number),
    ca: expect.stringContaining('BEGIN CERTIFICATE'),
    vendors: {
      xiaomi: {
        url: `https://127.0.0.1:${announcement.vendors['xiaomi']?.port}`,
        port: expect.any(Number),
        hostNames: expect.arrayContaining(['api.xmpush.xiaomi.com']),
      },
      meizu: expect.objectContaining({ hostNames: expect.arrayContaining(['server-api-push.meizu.com']) }),
    },
  })
  expect(await lab.call('GET', '/v1')).toEqual(announcement)
  const token = 'd'.repeat(64)
  const url = announcement.vendors['xiaomi']?.url ?? ''
  await http1(`${url}/v3/${token}`, { ca: announcement.ca, headers: { authorization: 'key=none' } })
  expect(lab.stderr()).toMatch(/Z xiaomi other POST \/v3\/dddddddd…\(64 characters\) HTTP\/1\.1 200\n/)
  expect(await lab.stop()).toBe(0)
  await expect(fetch(announcement.control)).rejects.toThrow('fetch failed')
})

it('keeps CA and credentials in the data folder, so that trust outlives a run', async () => {
  const data = join(folder, 'kept')
  const args = ['--data', data, '--quiet']
  const made: Record<string, any> = {}
  let first: Announcement
  {
    await using lab = await start(...args)
    first = lab.announcement
    for (const vendor of Object.keys(first.vendors))
      made[vendor] = await lab.call('POST', `/v1/vendors/${vendor}/apps`, {})
  }
  expect(first.caFile).toBe(join(data, 'ca.pem'))
  expect(await readFile(join(data, 'ca.pem'), 'utf8')).toBe(first.ca)
  for (const name of ['ca-key.pem', 'apps.json']) expect((await stat(join(data, name))).mode & 0o077).toBe(0)

  await using lab = await start(...args)
  const { announcement } = lab
  expect(announcement.ca).toBe(first.ca)
  for (const [vendor, app] of Object.entries(made)) {
    const { apps } = await lab.call('GET', `/v1/vendors/${vendor}/apps`)
    if (vendor === 'fcm') app.serviceAccount.token_uri = `${announcement.vendors['fcm']?.url}/token`
    expect(apps).toEqual([app])
  }
  // The client certificate of the run before is still good for its app.
  const phone = await lab.call('POST', '/v1/phones', { maker: 'apple' })
  const { certificate, key } = made['apns'].certificate
  await using client = new Http2Client(announcement.vendors['apns']?.url ?? '', first.ca, {
    cert: certificate,
    key,
  })
  const sent = await client.request(`/3/device/${phone.tokens.apns}`, {}, '{"aps":{"alert":"Hi"}}')
  expect(sent.status).toBe(200)
})

describe('a data folder that is damaged', () => {
  it.each([
    ['apps.json', '{', 'apps.json is not one that this release'],
    ['apps.json', '{"version":1,"apps":{"fcm":[{"projectID":"x"}]}}', 'cannot be brought back'],
    ['ca.pem', 'x', 'ca.pem and ca-key.pem cannot be used'],
    ['ca-key.pem', undefined, 'one is missing'],
  ])('%s with %s', async (name, content, words) => {
    const data = await mkdtemp(join(folder, 'damaged-'))
    await (await start('--data', data, '--vendors', 'fcm')).stop()
    if (content === undefined) await rm(join(data, name))
    else await writeFile(join(data, name), content)
    const { code, stderr } = await end('--data', data, '--vendors', 'fcm')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) as string })
    expect(stderr).toContain('remove the folder to start anew')
  })
})

it('is known by the names it is given', async () => {
  await using lab = await start('--vendors', 'fcm', '--host-names', 'localhost,push.test,fcm=my-fcm.test')
  const { fcm } = lab.announcement.vendors
  expect(fcm?.url).toBe(`https://localhost:${fcm?.port}`)
  expect(fcm?.hostNames).toContain('my-fcm.test')
  expect(lab.announcement.proxy).toMatch(/^http:\/\/localhost:/)
  const app = await lab.call('POST', '/v1/vendors/fcm/apps', {})
  expect(app.serviceAccount.token_uri).toBe(`${fcm?.url}/token`)
})

it('listens on the ports it is given, and says so when one is taken', async () => {
  await using lab = await start('--vendors', 'fcm,apns')
  const taken = lab.announcement.vendors['fcm']?.port
  for (const args of [
    ['--vendors', 'fcm,apns', '--ports', `apns=${taken}`],
    ['--vendors', 'apns', '--port', String(taken)],
    ['--vendors', 'apns', '--control-port', String(taken)],
  ]) {
    const { code, stdout, stderr } = await end(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: .*EADDRINUSE.* choose another port, or 0 for a free one\.\n$/)
  }
})

it.each([
  [['--help'], 0, helpText],
  [['--version'], 0, expect.stringMatching(/^\d+\.\d+\.\d+/)],
  [['--port', 'x'], 2, ''],
])('%j ends with %i', async (args, code, stdout) => {
  expect(await end(...args)).toMatchObject({ code, stdout })
})

it('runs as a program, and ends in good order when it is asked to', async () => {
  const caFile = join(folder, 'ca-of-program.pem')
  const bin = fileURLToPath(new URL('../bin.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--no-warnings', '-C', '@carillon/source', bin, '--vendors', 'meizu', '--ca-file', caFile],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const logged = text(child.stderr)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { ca, port } = JSON.parse(line.toString()) as Announcement
  expect(await readFile(caFile, 'utf8')).toBe(ca)
  expect(new X509Certificate(ca).ca).toBe(true)
  const answer = await http1(`https://127.0.0.1:${port}/`, {
    ca,
    headers: { host: 'server-api-push.meizu.com' },
  })
  expect(JSON.parse(answer.body)).toMatchObject({ code: '110000' })
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(await logged).toMatch(/^The lab stands: [\s\S]*meizu other POST \/ HTTP\/1\.1 200\n$/)
})

it('ends with the program that started it, when it is asked to', async () => {
  const bin = fileURLToPath(new URL('../bin.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--no-warnings', '-C', '@carillon/source', bin, '--vendors', 'meizu', '--until-stdin-ends'],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  await once(child.stdout, 'data')
  child.stdin.end()
  expect(await once(child, 'close')).toEqual([0, null])
})
