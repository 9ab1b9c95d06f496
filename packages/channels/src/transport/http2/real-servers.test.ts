import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { VendorAnswer } from '../../channel.ts'
import { trusting } from '../../testing/fcm-server.ts'
import { testTls } from '../../testing/tls.ts'
import { VendorUnreachableError, type HttpTransport } from '../http-transport.ts'
import { createTransports } from '../vendor-client.ts'

const isInstalled = (program: string, argument: string): boolean =>
  spawnSync(program, [argument], { stdio: 'ignore' }).status === 0

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('connect', () => socket.destroy())
    socket.on('error', () => resolve(false))
  })

/** A program that serves TLS on a free port, from a folder with `key.pem` and `cert.pem`. */
const serve = async (
  start: (folder: string, port: number) => Promise<ChildProcess>,
): Promise<AsyncDisposable & { url: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-h2-'))
  const { cert, key } = await testTls()
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  const port = await freePort()
  const child = await start(folder, port)
  await expect.poll(() => isListening(port), { timeout: 10_000 }).toBe(true)
  return {
    url: `https://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit')
      child.kill()
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const startNghttpd = async (folder: string, port: number): Promise<ChildProcess> =>
  spawn(
    'nghttpd',
    ['--address=127.0.0.1', '--echo-upload', '--max-concurrent-streams=20', `--htdocs=${folder}`].concat(
      String(port),
      join(folder, 'key.pem'),
      join(folder, 'cert.pem'),
    ),
    { stdio: 'ignore' },
  )

/** Takes 50 requests a connection, then says GOAWAY. */
const startNginx = async (folder: string, port: number): Promise<ChildProcess> => {
  const config = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  )
  await writeFile(
    config,
    `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
    events {}
    http {
      access_log off; ${temporary.join(' ')}
      keepalive_requests 50; http2_max_concurrent_streams 20;
      server {
        listen 127.0.0.1:${port} ssl http2;
        ssl_certificate ${join(folder, 'cert.pem')}; ssl_certificate_key ${join(folder, 'key.pem')};
        location / { add_header x-path $request_uri; return 200 "$http_x_number"; }
      }
    }`,
  )
  return spawn('nginx', ['-p', folder, '-c', config], { stdio: 'ignore' })
}

/** Sends until it is neither refused nor handed back. */
const post = async (carrier: HttpTransport, url: string, number: number): Promise<VendorAnswer> => {
  for (;;) {
    try {
      return await carrier.send(
        {
          method: 'POST',
          url: `${url}/send/${number}`,
          headers: { 'x-number': `number ${number}` },
          body: `number ${number}`,
        },
        { deadlineMs: Date.now() + 15_000 },
      )
    } catch (error) {
      if (!(error instanceof VendorUnreachableError) || !error.safeToResend) throw error
    }
  }
}

describe.each([
  ['nghttpd', '--version', startNghttpd],
  ['nginx', '-v', startNginx],
] as const)('%s', (program, argument, start) => {
  it.skipIf(!isInstalled(program, argument))(
    `answers 500 requests (skipped where ${program} is not installed)`,
    async () => {
      await using server = await serve(start)
      const { http1, http2 } = createTransports(await trusting({ transport: { sessionsPerOrigin: 2 } }))
      await using _http1 = http1
      await using carrier = http2
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, number) => post(carrier, server.url, number)),
      )
      expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual(
        answers.map((_, number) => `200 number ${number}`),
      )
    },
  )
})
