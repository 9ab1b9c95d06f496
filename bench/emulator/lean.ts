// The process of the transport bench that stands for FCM and APNs.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttp1Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createServer } from 'node:tls'

import { createAuthority } from '../borrowed.ts'
import { apnsHost, fcmHosts, type Target } from '../target.ts'
import { serveLean } from './connection.ts'
import { createVendors, type Counted } from './vendors.ts'

/** What the emulator answers when asked: its counts, and what it has cost since it was asked last. */
export interface EmulatorReport extends Counted {
  cpuSeconds: number
}

/** How many tokens it gives each vendor: the first argument. */
const tokens = Number(process.argv[2] ?? 1_000)
const keyAs = { type: 'pkcs8', format: 'pem' } as const
const publicAs = { type: 'spki', format: 'pem' } as const
const { privateKey: accountKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: keyAs,
  publicKeyEncoding: publicAs,
})
const { privateKey: p8 } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: keyAs,
  publicKeyEncoding: publicAs,
})
const credentials: Omit<Target, 'ca' | 'hosts'> = {
  fcm: {
    serviceAccount: {
      type: 'service_account',
      project_id: 'bells-1234',
      private_key: accountKey,
      client_email: 'bench@bells-1234.iam.gserviceaccount.com',
      token_uri: 'https://oauth2.googleapis.com/token',
    },
    tokens: Array.from(
      { length: tokens },
      () => `${randomBytes(16).toString('base64url')}:APA91b${randomBytes(100).toString('base64url')}`,
    ),
  },
  apns: {
    p8,
    keyID: 'ABCDE12345',
    teamID: 'FGHIJ67890',
    bundleID: 'com.example.chat',
    tokens: Array.from({ length: tokens }, () => randomBytes(32).toString('hex')),
  },
}

const authority = createAuthority()
const { certificate, key } = authority.issue([...fcmHosts, apnsHost, 'localhost', '127.0.0.1'])
const vendors = createVendors(credentials)

const http1 = createHttp1Server((request, response) => {
  void text(request).then((body) => {
    const { authorization = '' } = request.headers
    const answer = vendors.answer({ path: request.url ?? '', authorization, body })
    response.setHeader('content-type', 'application/json; charset=UTF-8')
    response.end(answer.body)
  })
})
http1.keepAliveTimeout = 60_000
const server = createServer({ cert: certificate, key, ALPNProtocols: ['h2', 'http/1.1'], noDelay: true })
server.on('secureConnection', (socket) => {
  socket.on('error', () => socket.destroy())
  if (socket.alpnProtocol === 'h2') serveLean(socket, vendors.answer)
  else http1.emit('connection', socket)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

let cpu = process.cpuUsage()
process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu)
  cpu = process.cpuUsage()
  process.send?.({ ...vendors.counted, cpuSeconds: (user + system) / 1e6 } satisfies EmulatorReport)
})
process.on('disconnect', () => process.exit())
const hosts = Object.fromEntries([...fcmHosts, apnsHost].map((host) => [host, port]))
process.send?.({ ca: authority.certificate, hosts, ...credentials } satisfies Target)
