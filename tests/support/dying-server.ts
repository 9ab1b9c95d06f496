// A server process that ends itself with SIGKILL at the step it is told: `{ dieAt: 'planned', nth: 1 }`.
import type { ServerEvents } from '@carillon/server'
import { serveChild } from '@carillon/testkit'

interface Order {
  dieAt: keyof ServerEvents
  /** At the how manyth time from now. */
  nth: number
}

let order: Order | undefined

process.on('message', (message: Order) => {
  order = message
})

await serveChild({
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
