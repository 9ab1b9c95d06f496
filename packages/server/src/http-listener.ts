import type { AddressInfo } from 'node:net'

import type { Clock } from './clock.ts'
import type { ServerConfig } from './config/index.ts'
import { OperatorError } from './operator-error.ts'

/** Half a request has no end that could be waited for. */
export const closeHTTP = async (
  http: { close(): Promise<unknown>; server: { closeAllConnections(): void } },
  clock: Clock,
  graceMs: number,
): Promise<void> => {
  const cancel = clock.after(Math.min(1000, graceMs), () => http.server.closeAllConnections())
  await http.close()
  cancel()
}

/**
 * Listens where the configuration says.
 * @throws OperatorError CRL_LISTEN when the address cannot be had
 */
export const listen = async (
  http: { listen(options: object): Promise<string>; server: { address(): unknown } },
  { host, port }: ServerConfig,
): Promise<{ host: string; port: number }> => {
  try {
    await http.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      'CRL_LISTEN',
      code === 'EADDRINUSE'
        ? `Port ${port} on ${host} is in use. Stop what uses it, or choose another: --port 8481 (CARILLON_PORT).`
        : `Cannot listen on ${host}:${port} (${code}). Check host and port (CARILLON_HOST, CARILLON_PORT).`,
      { cause: error },
    )
  }
  return { host, port: (http.server.address() as AddressInfo).port }
}
