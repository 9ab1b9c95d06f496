import { VendorUnreachableError } from '../http-transport.ts'
import type { OpenConnection } from '../http2-connection.ts'
import { Connection } from './connection.ts'

/** Speaks HTTP/2 on a socket that agreed to it; done when the server's settings are known. */
export const openConnection: OpenConnection = (socket, origin, limits, onChange) =>
  new Promise((resolve, reject) => {
    const timeoutMs = limits.connectTimeoutMs
    const settle = (error?: string): void => {
      clearTimeout(timer)
      isSettled = true
      if (error === undefined) return resolve(connection)
      connection.destroy()
      reject(new VendorUnreachableError(`${origin.host}: ${error}`))
    }
    let isSettled = false
    const timer = setTimeout(() => settle(`no HTTP/2 settings within ${timeoutMs} ms`), timeoutMs)
    const connection = new Connection(socket, origin.host, limits, () => {
      if (isSettled) onChange()
      else if (connection.state === 'open') settle()
      else if (connection.state === 'closed') settle('the connection was closed before its settings came')
    })
  })
