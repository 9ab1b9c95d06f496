import tls, { type ConnectionOptions } from 'node:tls'

/** Where emulators are reached. */
export interface Redirection {
  /** Ports on 127.0.0.1 that stand for the vendors' hosts. */
  hosts: Readonly<Record<string, number>>
  /** Their authority, PEM. */
  ca: string
}

/**
 * Lets clients that nobody here wrote run unchanged: from now on this process' TLS connections to the
 * vendors' hosts end at the emulators.
 */
export const redirect = ({ hosts, ca }: Redirection): void => {
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
    if (port === undefined) throw new Error(`${host} was dialled, which is no emulator`)
    return dial({ ...options, host: '127.0.0.1', port, servername: host, ca })
  }
  tls.connect = redirected
}
