// The process of one client in one round of the transport bench.
import { entryOf, type ClientName } from './clients/index.ts'
import { pushOf, type Target } from './target.ts'

/** What the process is to do. */
export interface TransportJob {
  client: ClientName
  target: Target
  warmUpMs: number
  durationMs: number
  inFlight: number
}

/** What came of it, warm-up left out unless it says so. */
export interface TransportFigures {
  accepted: number
  failed: number
  /** Those of the warm-up too. */
  acceptedEver: number
  seconds: number
  cpuSeconds: number
  perSecond: number
  perCPUSecond: number
  p50Ms: number
  p99Ms: number
  maxRSSBytes: number
}

const run = async ({ client: name, target, ...job }: TransportJob): Promise<TransportFigures> => {
  const { road, open, pushesPerCall = 1 } = entryOf(name)
  await using client = await open(target)
  const { tokens } = target[road]
  let index = 0
  let accepted = 0
  let failed = 0
  let latenciesMs: number[] = []

  const callUntil = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      const startedMs = performance.now()
      const pushes = Array.from({ length: pushesPerCall }, () => pushOf((index += 1), tokens))
      const taken = await client.send(pushes)
      const tookMs = performance.now() - startedMs
      for (const isAccepted of taken) {
        if (isAccepted) accepted += 1
        else failed += 1
        latenciesMs.push(tookMs)
      }
    }
  }
  const phase = async (durationMs: number): Promise<void> => {
    const untilMs = performance.now() + durationMs
    const calls = Math.max(1, Math.floor(job.inFlight / pushesPerCall))
    await Promise.all(Array.from({ length: calls }, () => callUntil(untilMs)))
  }

  await phase(job.warmUpMs)
  const acceptedBefore = accepted
  accepted = 0
  failed = 0
  latenciesMs = []
  const startedMs = performance.now()
  const cpu = process.cpuUsage()
  await phase(job.durationMs)
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - startedMs) / 1000
  const cpuSeconds = (user + system) / 1e6
  const sorted = Float64Array.from(latenciesMs).sort()
  return {
    accepted,
    failed,
    acceptedEver: acceptedBefore + accepted,
    seconds,
    cpuSeconds,
    perSecond: accepted / seconds,
    perCPUSecond: accepted / cpuSeconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    maxRSSBytes: process.resourceUsage().maxRSS * 1024,
  }
}

process.once('message', (job: TransportJob) => {
  void run(job).then((figures) => {
    process.send?.(figures, () => process.exit())
  })
})
