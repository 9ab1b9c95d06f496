import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { until } from '../push/testing/until.ts'
import { quickFolder } from '../store/testing.ts'

const bin = fileURLToPath(new URL('../bin.ts', import.meta.url))

let dataFolder = ''
const started: Serving[] = []

beforeAll(async () => {
  dataFolder = await mkdtemp(join(await quickFolder(), 'carillon-serve-'))
})

afterAll(async () => {
  // In good order, so that its database ends with it.
  for (const serving of started) if (serving.isRunning) await serving.stop('SIGTERM')
  await rm(dataFolder, { recursive: true, force: true })
})

/** `carillon serve` as a process of its own. */
class Serving {
  readonly child: ChildProcess
  readonly ended: Promise<unknown[]>
  errors = ''

  constructor() {
    const options = ['serve', '--port', '0', '--data-folder', dataFolder]
    this.child = spawn(process.execPath, ['-C', '@carillon/source', bin, ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Nothing of the machine's own configuration.
      env: {},
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text
    })
    this.ended = once(this.child, 'exit')
    started.push(this)
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  /** Where it listens. */
  async url(): Promise<string> {
    return await until('the address', () => {
      if (!this.isRunning) throw new Error(`it ended: ${this.errors}`)
      return /listens on (\S+)\n/.exec(this.errors)?.[1]
    })
  }

  async stop(signal: NodeJS.Signals): Promise<unknown> {
    this.child.kill(signal)
    const [code, bySignal] = await this.ended
    return code ?? bySignal
  }
}

const get = async (url: string): Promise<[number, string]> => {
  const response = await fetch(url)
  return [response.status, await response.text()]
}

it('serves, refuses its folder to a second server, stops in order, and survives a kill', async () => {
  const first = new Serving()
  const url = await first.url()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await get(`${url}/healthz`)).toEqual([200, '{"status":"ok"}'])
  expect(await get(`${url}/readyz`)).toEqual([200, '{"status":"ready","checks":{"database":"ok"}}'])
  expect(await get(`${url}/metrics`)).toEqual([200, expect.stringContaining('# TYPE carillon_')])
  expect(await get(`${url}/elsewhere`)).toMatchObject([404, expect.any(String)])

  const second = new Serving()
  expect(await second.ended).toEqual([1, null])
  expect(second.errors).toContain(
    `error: The data folder ${dataFolder} is in use by process ${first.child.pid}`,
  )
  expect(second.errors).toContain('(CRL_STORE_IN_USE)')

  expect(await first.stop('SIGTERM')).toBe(0)
  expect(first.errors).toContain('Stopping')

  const third = new Serving()
  await third.url()
  expect(await third.stop('SIGKILL')).toBe('SIGKILL')

  const fourth = new Serving()
  expect(await get(`${await fourth.url()}/readyz`)).toMatchObject([200, expect.any(String)])
  expect(await fourth.stop('SIGINT')).toBe(0)
})
