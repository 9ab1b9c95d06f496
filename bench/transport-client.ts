import { once } from 'node:events'
import { connect } from 'node:http2'

import { createTransports, type VendorRequest } from '@carillon/channels'

/** What one client is to do. */
export interface ClientJob {
  client: 'own' | 'node-transport' | 'bare'
  /** The emulator's authority, PEM. */
  ca: string
  url: string
  accessToken: string
  /** The registration token to send to. */
  token: string
  seconds: number
  inFlight: number
}

/** What came of it, warm-up left out. */
export interface Figures {
  requests: number
  /** All accepted, those of the warm-up too. */
  acceptedEver: number
  failed: number
  seconds: number
  cpuSeconds: number
  perSecond: number
  perCPUSecond: number
  p50Ms: number
  p99Ms: number
  maxRSSBytes: number
}

type Send = (request: VendorRequest) => Promise<number>

interface Client extends AsyncDisposable {
  send: Send
}

const warmUpMs = 2000

const requestOf = (job: ClientJob, index: number): VendorRequest => ({
  method: 'POST',
  url: job.url,
  headers: { authorization: `Bearer ${job.accessToken}`, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({
    message: {
      token: job.token,
      notification: { title: 'Lin', body: `See you at 6? I will bring the tickets. (${index})` },
      data: { ext: '{"v":1,"room":"r_20418"}', msgID: `m_${index}` },
      android: {
        priority: 'HIGH',
        ttl: '259200s',
        notification: { tag: `m_${index}`, sound: 'default', channel_id: 'messages' },
      },
    },
  }),
})

const behindTransport = (job: ClientJob, http2Client: 'own' | 'node'): Client => {
  const { http1, http2 } = createTransports({ extraCertificateAuthorities: [job.ca], http2Client })
  return {
    send: async (request) => (await http2.send(request, { deadlineMs: Date.now() + 30_000 })).status,
    [Symbol.asyncDispose]: async () => {
      await http2[Symbol.asyncDispose]()
      await http1[Symbol.asyncDispose]()
    },
  }
}

const bare = (job: ClientJob): Client => {
  const { origin, pathname } = new URL(job.url)
  const session = connect(origin, { ca: job.ca, settings: { enablePush: false } })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ':method': 'POST', ':path': pathname, ...request.headers })
        let status = 0
        let text = ''
        stream.setEncoding('utf8')
        stream.on('response', (headers) => {
          status = headers[':status'] ?? 0
        })
        stream.on('data', (chunk: string) => {
          text += chunk
        })
        stream.on('end', () => resolve(text === '' ? 0 : status))
        stream.on('error', reject)
        stream.end(request.body)
      }),
    [Symbol.asyncDispose]: async () => {
      session.close()
      await once(session, 'close')
    },
  }
}

const run = async (job: ClientJob): Promise<Figures> => {
  await using client =
    job.client === 'bare' ? bare(job) : behindTransport(job, job.client === 'own' ? 'own' : 'node')
  let index = 0
  const latenciesMs: number[] = []
  let failed = 0
  const drive = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      index += 1
      const startedMs = performance.now()
      const status = await client.send(requestOf(job, index)).catch(() => 0)
      latenciesMs.push(performance.now() - startedMs)
      if (status !== 200) failed += 1
    }
  }
  const phase = async (durationMs: number): Promise<void> => {
    const untilMs = performance.now() + durationMs
    await Promise.all(Array.from({ length: job.inFlight }, () => drive(untilMs)))
  }
  await phase(warmUpMs)
  const warmUpAccepted = latenciesMs.length - failed
  latenciesMs.length = 0
  failed = 0
  const startedMs = performance.now()
  const cpu = process.cpuUsage()
  await phase(job.seconds * 1000)
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - startedMs) / 1000
  const cpuSeconds = (user + system) / 1e6
  const accepted = latenciesMs.length - failed
  const sorted = Float64Array.from(latenciesMs).sort()
  return {
    requests: latenciesMs.length,
    acceptedEver: warmUpAccepted + accepted,
    failed,
    seconds,
    cpuSeconds,
    perSecond: accepted / seconds,
    perCPUSecond: accepted / cpuSeconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    maxRSSBytes: process.resourceUsage().maxRSS * 1024,
  }
}

process.once('message', (job: ClientJob) => {
  void run(job).then((figures) => {
    process.send?.(figures)
    process.disconnect()
  })
})
