import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { startCutoff, unsentText } from './cutoff.ts'
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
  let closing: Promise<unknown> | undefined

  const originOf = (request: VendorRequest): Http2Origin => {
    const prefix = prefixOf(request.url)
    const key = request.connection === undefined ? prefix : `${prefix} ${request.connection.key}`
    const known = origins.get(key)
    if (known !== undefined) return known
    const origin = new URL(prefix)
    // A credential that was changed leaves its connections to themselves: with the last one it is forgotten.
    const forget = (): void => {
      if (origins.get(key) === added) origins.delete(key)
    }
    const certificate = request.connection?.clientCertificate
    const added = new Http2Origin(origin, dial, openConnection, limits, certificate, forget)
    origins.set(key, added)
    return added
  }

  const send = async (request: VendorRequest, options: SendOptions): Promise<VendorAnswer> => {
    if (closing !== undefined) throw new VendorUnreachableError('the transport is closed')
    const cutoff = startCutoff(options, now(), limits.requestTimeoutMs)
    // No `using`: V8 does not optimize functions that have it, and every push goes through here.
    try {
      if (cutoff.reason !== undefined) throw new VendorUnreachableError(unsentText(cutoff.reason))
      const origin = originOf(request)
      const place = origin.take() ?? (await origin.acquire(cutoff))
      if (place !== 'http/1.1') return await place.exchange(request, cutoff)
    } finally {
      cutoff[Symbol.dispose]()
    }
    if (request.connection !== undefined)
      throw new VendorUnreachableError(`${new URL(request.url).host} does not speak HTTP/2`)
    return await http1.send(request, options)
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
