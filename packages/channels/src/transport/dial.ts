import { request as httpRequest } from 'node:http'
import { isIP, type Socket } from 'node:net'
import {
  connect as tlsConnect,
  createSecureContext,
  getCACertificates,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls'

import type { ClientCertificate } from '../channel.ts'
import { describeError, VendorUnreachableError } from './http-transport.ts'

/** Opens a TLS connection to an origin, offering `alpn` and showing a client certificate where there is one. */
export type Dial = (
  origin: URL,
  alpn: readonly string[],
  timeoutMs: number,
  clientCertificate?: ClientCertificate,
) => Promise<TLSSocket>

/** How origins are reached. */
export interface DialerOptions {
  extraCertificateAuthorities?: readonly string[]
  /** `http://[user:password@]host:port` */
  proxyURL?: string
}

/** @throws TypeError for a proxy URL that is none */
export const createDialer = (options: DialerOptions): Dial => {
  const proxy = options.proxyURL === undefined ? undefined : parseProxy(options.proxyURL)
  const extra = options.extraCertificateAuthorities ?? []
  // Reading all trusted certificates takes a while: once, and only where there are extra ones.
  const trust = extra.length === 0 ? {} : { ca: [...getCACertificates('default'), ...extra] }
  const common = extra.length === 0 ? undefined : createSecureContext(trust)
  return async (origin, alpn, timeoutMs, clientCertificate) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const secureContext =
        clientCertificate === undefined
          ? common
          : createSecureContext({ ...trust, ...identityOf(clientCertificate) })
      const host = origin.hostname.replace(/^\[|\]$/g, '')
      const port = Number(origin.port || 443)
      const tunnel = proxy === undefined ? undefined : await openTunnel(proxy, origin.hostname, port, timeout)
      const socket = tlsConnect({
        ...(tunnel === undefined ? { port } : { socket: tunnel }),
        host,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(secureContext === undefined ? {} : { secureContext }),
        ALPNProtocols: [...alpn],
      })
      return await secured(socket, timeout)
    } catch (error) {
      const text = timeout.aborted ? `no connection within ${timeoutMs} ms` : describeError(error)
      throw new VendorUnreachableError(`${origin.host}: ${text}`, { cause: error })
    }
  }
}

const identityOf = (certificate: ClientCertificate): SecureContextOptions =>
  certificate.kind === 'pem'
    ? { cert: certificate.certificate, key: certificate.privateKey }
    : { pfx: certificate.file, passphrase: certificate.password }

const parseProxy = (text: string): URL => {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' && url.hostname !== '') return url
  throw new TypeError('the proxy URL must be http://host:port')
}

const secured = (socket: TLSSocket, timeout: AbortSignal): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const onTimeout = (): void => void socket.destroy(new Error('timed out'))
    const settle = (): void => {
      timeout.removeEventListener('abort', onTimeout)
      socket.off('error', onError)
      socket.off('close', onClose)
    }
    const onError = (error: Error): void => {
      settle()
      // A late error of a socket that nobody holds any more must not end the process.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const onClose = (): void => onError(new Error('the connection was closed during the TLS handshake'))
    socket.once('secureConnect', () => {
      settle()
      socket.setNoDelay(true)
      resolve(socket)
    })
    socket.once('error', onError)
    socket.once('close', onClose)
    if (timeout.aborted) onTimeout()
    else timeout.addEventListener('abort', onTimeout, { once: true })
  })

/** A CONNECT tunnel through the proxy. */
const openTunnel = (proxy: URL, hostname: string, port: number, timeout: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const authority = `${hostname}:${port}`
    const credential = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
    const request = httpRequest({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      agent: false,
      signal: timeout,
      headers: {
        host: authority,
        ...(proxy.username === ''
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(credential).toString('base64')}` }),
      },
    })
    const refuse = (text: string): void => reject(new Error(`the proxy ${proxy.host} ${text}`))
    request.once('connect', (answer, socket: Socket, head: Buffer) => {
      if (answer.statusCode !== undefined && answer.statusCode >= 200 && answer.statusCode < 300) {
        if (head.length > 0) socket.unshift(head)
        return resolve(socket)
      }
      socket.on('error', () => {})
      socket.destroy()
      refuse(`answered CONNECT with ${answer.statusCode} ${answer.statusMessage ?? ''}`.trim())
    })
    request.once('response', (answer) => {
      answer.destroy()
      refuse(`answered CONNECT with ${answer.statusCode} ${answer.statusMessage ?? ''}`.trim())
    })
    request.once('error', (error) => refuse(`cannot be used: ${describeError(error)}`))
    request.end()
  })
