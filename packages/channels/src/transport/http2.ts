import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { startCutoff, unsentText } from './cutoff.ts'
import type { Dial } from './dial.ts'
import { Http2Origin } from './http2-origin.ts'
import { VendorUnreachableError, type HttpTransport, type SendOptions } from './http-transport.ts'
import type { TransportLimits } from './limits.ts'

/**
 * HTTP/2, many requests on few connections. A host without it is served by `http1`, unless the request
 * names its connection.
 */
export const createHttp2Transport = (
  dial: Dial,
  http1: HttpTransport,
  limits: TransportLimits,
  now: () => number,
): HttpTransport => {
  const origins = new Map<string, Http2Origin>()
  let closing: Promise<unknown> | undefined

  const originOf = (request: VendorRequest): Http2Origin => {
    const { origin } = new URL(request.url)
    const key = request.connection === undefined ? origin : `${origin} ${request.connection.key}`
    const known = origins.get(key)
    if (known !== undefined) return known
    const added = new Http2Origin(new URL(origin), dial, limits, request.connection?.clientCertificate)
    origins.set(key, added)
    return added
  }

  const send = async (request: VendorRequest, options: SendOptions): Promise<VendorAnswer> => {
    if (closing !== undefined) throw new VendorUnreachableError('the transport is closed')
    using cutoff = startCutoff(options, now(), limits.requestTimeoutMs)
    if (cutoff.reason !== undefined) throw new VendorUnreachableError(unsentText(cutoff.reason))
    const place = await originOf(request).acquire(cutoff)
    if (place !== 'http/1.1') return await place.exchange(request, cutoff)
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
