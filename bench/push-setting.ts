import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

import { ask, nextMessage, start } from './processes.ts'
import type { PushClientsQuestion, PushClientsReport } from './push-clients.ts'
import type { PushServerJob, PushServerQuestion, PushServerReady, PushServerReport } from './push-server.ts'
import type { Target } from './target.ts'

/** A server, its senders and FCM's emulator, each a process of its own. */
export interface PushSetting extends AsyncDisposable {
  readonly server: ChildProcess
  serverAsk<T = string>(question: PushServerQuestion): Promise<T>
  clientsAsk(question: PushClientsQuestion): Promise<PushClientsReport>
  /** The server's report once nothing waits any more, or after `limitMs`. */
  settled(limitMs?: number): Promise<PushServerReport>
}

export const startPushSetting = async (
  job: Omit<PushServerJob, 'target'> & { withEmulator: boolean },
): Promise<PushSetting> => {
  const { withEmulator, ...rest } = job
  const emulator = withEmulator ? start('emulator/lean.ts', [String(job.phones)]) : undefined
  const target = emulator && (await nextMessage<Target>(emulator))
  const server = start('push-server.ts')
  const ready = await ask<PushServerReady>(server, { ...rest, ...(target ? { target } : {}) })
  const clients = start('push-clients.ts')
  await ask(clients, ready)
  const serverAsk = async <T>(question: PushServerQuestion): Promise<T> => await ask<T>(server, question)
  return {
    server,
    serverAsk,
    clientsAsk: async (question) => await ask(clients, question),
    async settled(limitMs = 60_000) {
      const endMs = Date.now() + limitMs
      for (;;) {
        const report = await serverAsk<PushServerReport>({ ask: 'report' })
        if (report.outboxMessages === 0 || Date.now() > endMs) return report
        await pause(100)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const child of [clients, server, emulator]) {
        if (child === undefined) continue
        const isOver = new Promise<void>((resolve) => child.once('exit', () => resolve()))
        child.disconnect()
        await isOver
      }
    },
  }
}

/** From `sendMessage` to the vendor request of each message, milliseconds. */
export const latencies = (
  { sent }: PushClientsReport,
  { requestedAtMs }: PushServerReport,
  isCounted: (receiver: string) => boolean = () => true,
): number[] =>
  sent.flatMap(([msgID, receiver, atMs]) => {
    const requested = requestedAtMs[msgID]
    return requested === undefined || !isCounted(receiver) ? [] : [requested - atMs]
  })

export const receiversOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)
