import tls, { type ConnectionOptions } from 'node:tls'

import type { Target } from '../target.ts'

/**
 * Lets clients that nobody here wrote run unchanged: from now on this process' connections to the vendors'
 * hosts end at the emulator.
 */
export const redirect = ({ hosts, ca }: Pick<Target, 'hosts' | 'ca'>): void => {
  const dial = tls.connect.bind(tls) as (options: ConnectionOptions) => ReturnType<typeof tls.connect>
  const redirected = (...parts: unknown[]): ReturnType<typeof tls.connect> => {
    const options: ConnectionOptions = {}
    for (const part of parts) {
      if (typeof part === 'number') options.port = part
      else if (typeof part === 'string') options.host = part
      else if (typeof part === 'object' && part !== null) Object.assign(options, part)
    }
    const host = options.servername ?? options.host ?? 'localhost'
    const port = hosts[host]
    if (port === undefined) throw new Error(`${host} is no host of an emulator`)
    return dial({ ...options, host: '127.0.0.1', port, servername: host, ca })
  }
  tls.connect = redirected
}
