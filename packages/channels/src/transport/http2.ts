import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { startCutoff, unsentText } from './cutoff.ts'
import type { Dial } from './dial.ts'
import { Http2Origin } from './http2-origin.ts'
import { VendorUnreachableError, type HttpTransport, type SendOptions } from './http-transport.ts'
import type { TransportLimits } from './limits.ts'

/** HTTP/2, many requests on few connections. A host without it is served by `http1`. */
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
    const known = origins.get(origin)
    if (known !== undefined) return known
    const added = new Http2Origin(new URL(origin), dial, limits)
    origins.set(origin, added)
    return added
  }

  const send = async (request: VendorRequest, options: SendOptions): Promise<VendorAnswer> => {
    if (closing !== undefined) throw new VendorUnreachableError('the transport is closed')
    using cutoff = startCutoff(options, now(), limits.requestTimeoutMs)
    if (cutoff.reason !== undefined) throw new VendorUnreachableError(unsentText(cutoff.reason))
    const place = await originOf(request).acquire(cutoff)
    return place === 'http/1.1' ? await http1.send(request, options) : await place.exchange(request, cutoff)
  }

  return {
    send,
    [Symbol.asyncDispose]: async () => {
      closing ??= Promise.all([...origins.values()].map((origin) => origin.close()))
      await closing
    },
  }
}
