import type { ServerEvents } from '@carillon/server'
import { serveChild } from '@carillon/testkit'

/** Steps of the server's work at which it may be killed, in the order of the road. */
export const deathSteps = [
  'sendReceived',
  'messageCommitted',
  'sendAnswered',
  'planned',
  'vendorRequest',
  'vendorAnswer',
  'journalWritten',
  'deviceFinished',
  'outboxFinished',
] as const satisfies readonly (keyof ServerEvents)[]

/** At which step of its work a server is to end, and at the how manyth time from now. */
export interface DeathOrder {
  dieAt: (typeof deathSteps)[number]
  nth: number
}

/** Serves in a child process that ends itself with SIGKILL at the step its parent tells: a `DeathOrder`. */
export const serveDying = async (parts: Parameters<typeof serveChild>[0] = {}): Promise<void> => {
  let order: DeathOrder | undefined
  process.on('message', (message: DeathOrder) => {
    order = message
  })
  await serveChild({
    ...parts,
    watch: (events) =>
      new Proxy(events, {
        get(target, name: keyof ServerEvents) {
          return (event: never): void => {
            if (order?.dieAt === name) {
              order.nth -= 1
              if (order.nth <= 0) process.kill(process.pid, 'SIGKILL')
            }
            target[name](event)
          }
        },
      }),
  })
}
