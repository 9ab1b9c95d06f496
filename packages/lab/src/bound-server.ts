import { once } from 'node:events'
import type { Server } from 'node:net'
import type { DoorOptions } from './doors/types.ts'

/** Listens, or throws what the system says against it. */
export const bindServer = async (
  server: Server,
  { host = '127.0.0.1', port = 0 }: DoorOptions,
): Promise<void> => {
  server.listen(port, host)
  await once(server, 'listening')
}

/** Stops listening and waits for it; connections are the caller's to end before. Nothing if it does not listen. */
export const unbindServer = async (server: Server): Promise<void> => {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  await closed
}
