import { createServer, type ServerConfig, type ServerParts } from '@carillon/server'

/**
 * Serves in a process started by `ServerProcess`: configuration from the first argument, the port told
 * when it serves, a stop in good order on SIGTERM or when the parent is gone.
 */
export const serveChild = async (parts: Partial<ServerParts> = {}): Promise<void> => {
  const config = JSON.parse(process.argv[2] ?? '{}') as ServerConfig
  const server = await createServer(config, parts)
  const stop = (): void => {
    void server.close().finally(() => {
      if (process.connected) process.disconnect()
    })
  }
  process.once('SIGTERM', stop)
  process.once('disconnect', stop)
  process.send?.({ port: server.address.port })
}
