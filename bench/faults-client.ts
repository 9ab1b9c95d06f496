// The process of one client in the faults bench.
import { openLanes } from './clients/lanes.ts'
import { entryOf, type ClientName } from './clients/index.ts'
import { pushOf, type Push, type Target } from './target.ts'

/** What the process is to do. */
export interface FaultsJob {
  client: ClientName
  target: Target
  pushes: number
  inFlight: number
  /** A call that takes longer is still awaited, and makes place for the next. */
  stepAsideMs: number
  /** What is not answered so long after the last call began is taken to have no answer. */
  silenceMs: number
}

/** What the client says of each push: taken, not taken, or nothing. */
export interface FaultsFigures {
  said: Readonly<Record<string, 'accepted' | 'failed' | 'nothing'>>
  seconds: number
}

const run = async ({ client: name, target, ...job }: FaultsJob): Promise<FaultsFigures> => {
  const { road, what, open, pushesPerCall = 1 } = entryOf(name)
  // Ours is what the server does, its further tries included.
  const client = await (what === 'ours' ? openLanes(road) : open)(target)
  const said: Record<string, 'accepted' | 'failed' | 'nothing'> = {}
  const { tokens } = target[road]
  let index = 0

  const answers: Promise<void>[] = []
  const call = async (pushes: readonly Push[]): Promise<void> => {
    for (const { id } of pushes) said[id] = 'nothing'
    const taken = await client.send(pushes)
    for (const [at, { id }] of pushes.entries()) said[id] = taken[at] === true ? 'accepted' : 'failed'
  }
  const work = async (): Promise<void> => {
    while (index < job.pushes) {
      const count = Math.min(pushesPerCall, job.pushes - index)
      const answer = call(Array.from({ length: count }, () => pushOf((index += 1), tokens)))
      answers.push(answer)
      await atMost(answer, job.stepAsideMs)
    }
  }
  const startedMs = performance.now()
  const calls = Math.max(1, Math.floor(job.inFlight / pushesPerCall))
  await Promise.all(Array.from({ length: calls }, work))
  await atMost(Promise.all(answers), job.silenceMs)
  return { said, seconds: (performance.now() - startedMs) / 1000 }
}

const atMost = async (work: Promise<unknown>, waitMs: number): Promise<void> => {
  const over = Promise.withResolvers<void>()
  const timer = setTimeout(over.resolve, waitMs)
  await Promise.race([work, over.promise])
  clearTimeout(timer)
}

// What clients do with errors that nobody handles is part of what they do; the bench goes on.
process.on('uncaughtException', (error) => console.error('uncaught:', error.message))
process.on('unhandledRejection', (error) => console.error('unhandled:', error))
process.once('message', (job: FaultsJob) => {
  void run(job).then((figures) => {
    process.send?.(figures, () => process.exit())
  })
})
