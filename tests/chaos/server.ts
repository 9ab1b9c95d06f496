// The server of the chaos test: short waits, and an end by SIGKILL at the step it is told, as
// `{ dieAt: 'vendorAnswer', nth: 3 }`.
import type { ServerEvents } from '@carillon/server'
import { serveChild } from '@carillon/testkit'

/** At which step of its work the server is to end, and at the how manyth time from now. */
export interface DeathOrder {
  dieAt: keyof ServerEvents
  nth: number
}

let order: DeathOrder | undefined

process.on('message', (message: DeathOrder) => {
  order = message
})

await serveChild({
  pushOptions: {
    pollMs: 200,
    parkAfterMs: 800,
    lanes: {
      requestTimeoutMs: 1_200,
      backoffBaseMs: 50,
      backoffMaxMs: 1_000,
      maxUnknowns: 50,
      shutBaseMs: 100,
      shutMaxMs: 1_000,
      stopBaseMs: 200,
      stopMaxMs: 1_000,
    },
  },
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
