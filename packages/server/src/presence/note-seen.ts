import type { Clock } from '../clock.ts'
import type { Bookkeeping } from './bookkeeping.ts'
import type { LiveConnections } from './live-connections.ts'

/** How often the time a connected device was last seen is written down. */
const seenIntervalMs = 3_600_000

/** Writes down every hour that the connected devices are here. The returned function ends it. */
export const noteSeenHourly = (given: {
  clock: Clock
  connections: LiveConnections
  bookkeeping: Bookkeeping
}): (() => void) => {
  const { clock, connections, bookkeeping } = given
  const note = (): void => {
    for (const session of connections.all()) bookkeeping.seen(session.login)
    cancel = clock.after(seenIntervalMs, note)
  }
  let cancel = clock.after(seenIntervalMs, note)
  return () => cancel()
}
