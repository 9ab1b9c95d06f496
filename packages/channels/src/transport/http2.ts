import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { startCutoff, unsentText, type Cutoff } from './cutoff.ts'
import type { Dial } from './dial.ts'
import { Http2Origin } from './http2-origin.ts'
import { VendorUnreachableError, type HttpTransport, type SendOptions } from './http-transport.ts'
import type { OpenConnection } from './http2-connection.ts'
import type { TransportLimits } from './limits.ts'

/**
 * HTTP/2, many requests on few connections. A host without it is served by `http1`, unless the request
 * names its connection.
 * @param openConnection who speaks the protocol
 */
export const createHttp2Transport = (
  dial: Dial,
  http1: HttpTransport,
  openConnection: OpenConnection,
  limits: TransportLimits,
  now: () => number,
): HttpTransport => {
  const origins = new Map<string, Http2Origin>()
  /** Where the last request went: the next mostly goes there too. */
  let last: { prefix: string; connectionKey: string | undefined; origin: Http2Origin } | undefined
  let closing: Promise<unknown> | undefined

  const originOf = (request: VendorRequest): Http2Origin => {
    const { url, connection } = request
    const connectionKey = connection?.key
    if (last !== undefined && connectionKey === last.connectionKey && url.startsWith(last.prefix))
      return last.origin
    const prefix = prefixOf(url)
    const key = connectionKey === undefined ? prefix : `${prefix} ${connectionKey}`
    const origin = origins.get(key) ?? added(request, prefix, key)
    last = { prefix: `${prefix}/`, connectionKey, origin }
    return origin
  }

  const added = (request: VendorRequest, prefix: string, key: string): Http2Origin => {
    // A credential that was changed leaves its connections to themselves: with the last one it is forgotten.
    const forget = (): void => {
      if (origins.get(key) === origin) origins.delete(key)
      if (last?.origin === origin) last = undefined
    }
    const certificate = request.connection?.clientCertificate
    const origin = new Http2Origin(new URL(prefix), dial, openConnection, limits, certificate, forget)
    origins.set(key, origin)
    return origin
  }

  /** Sends when a connection has a place for it. */
  const sendLater = async (
    request: VendorRequest,
    options: SendOptions,
    cutoff: Cutoff,
    origin: Http2Origin,
  ): Promise<VendorAnswer> => {
    try {
      const place = await origin.acquire(cutoff)
      if (place !== 'http/1.1') return await place.exchange(request, cutoff)
    } finally {
      cutoff[Symbol.dispose]()
    }
    if (request.connection !== undefined)
      throw new VendorUnreachableError(`${new URL(request.url).host} does not speak HTTP/2`)
    return await http1.send(request, options)
  }

  // Not `async`: nearly all find a place at once, and their promise is the connection's own.
  const send = (request: VendorRequest, options: SendOptions): Promise<VendorAnswer> => {
    const cutoff = startCutoff(options, now(), limits.requestTimeoutMs)
    try {
      if (closing !== undefined) throw new VendorUnreachableError('the transport is closed')
      if (cutoff.reason !== undefined) throw new VendorUnreachableError(unsentText(cutoff.reason))
      const origin = originOf(request)
      const place = origin.take()
      return place === undefined
        ? sendLater(request, options, cutoff, origin)
        : place.exchange(request, cutoff)
    } catch (error) {
      cutoff[Symbol.dispose]()
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    send,
    [Symbol.asyncDispose]: async () => {
      closing ??= Promise.all([...origins.values()].map((origin) => origin.close()))
      await closing
    },
  }
}

const plainOrigin = /^https:\/\/[a-z0-9.-]+(:\d+)?(?=\/)/

/** The origin of an absolute URL, without the cost of `URL` for those that are plain. */
const prefixOf = (url: string): string => {
  const plain = plainOrigin.exec(url)?.[0]
  return plain === undefined || plain.endsWith(':443') ? new URL(url).origin : plain
}
