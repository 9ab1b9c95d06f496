import { channelOf, maxReceiptBodyBytes, type Receipt } from '@carillon/channels'
import { isVendorId } from '@carillon/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import { createTokenBucket, type TokenBucket } from '../push/lanes/token-bucket.ts'
import type { LoadedCertificate, Tenants } from '../tenants/types.ts'
import type { ReceiptAddresses, ReceiptAddressee } from './addresses.ts'

/** What the door of receipts needs. */
export interface ReceiptRoutesOptions {
  door: { readonly addresses: Pick<ReceiptAddresses, 'isSecret'> }
  tenants: Pick<Tenants, 'certificate'>
  /** See `PushEngine.takeReceipts`. */
  take(certificate: LoadedCertificate, receipts: readonly Receipt[]): Promise<boolean>
  events: Pick<ServerEvents, 'receiptsRefused' | 'fault'>
  clock: Clock
}

/** Requests a second for one certificate; vendors gather receipts before they send them. */
const requestsPerSecond = 200
const requestsAtOnce = 1_000
const comeBackSeconds = 5

type Params = Partial<Record<'vendor' | 'certificateID' | 'secret', string>>

/**
 * Adds `POST /receipts/<vendor>/<certificateID>/<secret>`, where vendors report what became of pushes. A
 * wrong address answers as one that was never there. A fastify plugin.
 */
export const receiptRoutes = async (app: FastifyInstance, options: ReceiptRoutesOptions): Promise<void> => {
  const { door, clock } = options
  const buckets = new Map<number, TokenBucket>()

  const mayCome = ({ certificateID }: ReceiptAddressee): boolean => {
    const nowMs = clock.now()
    const bucket = buckets.get(certificateID) ?? createTokenBucket(requestsPerSecond, requestsAtOnce, nowMs)
    buckets.set(certificateID, bucket)
    if (bucket.waitMs(1, nowMs) > 0) return false
    bucket.take(1, nowMs)
    return true
  }

  // Each vendor has its own idea of types; all of them are text that its channel reads.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.route({
    method: 'POST',
    url: '/receipts/:vendor/:certificateID/:secret',
    bodyLimit: maxReceiptBodyBytes,
    // A line about a request would hold the secret of its path.
    logLevel: 'silent',
    // Before the body is read: whoever does not know the address is not listened to.
    onRequest: (request, reply, done) => {
      const { secret = '' } = request.params as Params
      const addressee = addresseeOf(request.params as Params)
      if (addressee === undefined || !door.addresses.isSecret(addressee, secret)) {
        reply.callNotFound()
        return
      }
      if (!mayCome(addressee)) {
        void reply.code(429).header('retry-after', '1').send({ error: 'too many requests' })
        return
      }
      done()
    },
    handler: async (request, reply) => await receive(options, request, reply),
  })
  await Promise.resolve()
}

const addresseeOf = ({ vendor, certificateID = '' }: Params): ReceiptAddressee | undefined =>
  isVendorId(vendor) && /^[1-9]\d{0,9}$/.test(certificateID)
    ? { vendor, certificateID: Number(certificateID) }
    : undefined

const receive = async (
  { tenants, take, events, clock }: ReceiptRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> => {
  const addressee = addresseeOf(request.params as Params)
  try {
    const certificate = addressee && (await tenants.certificate(addressee.certificateID))
    const channel = addressee && channelOf(addressee.vendor)
    // Deleted since, or of a vendor that sends none.
    if (certificate?.vendor !== addressee?.vendor || certificate === undefined || !channel?.decodeReceipts) {
      reply.callNotFound()
      return undefined
    }
    const received = { headers: headersOf(request), body: (request.body as string | undefined) ?? '' }
    const result = channel.decodeReceipts(certificate.certificate, received, { nowMs: clock.now() })
    if (result.kind === 'refused') {
      const { status, text } = result
      const { vendor, certificateID } = certificate
      events.receiptsRefused({ vendor, certificateID, status, text })
      return await reply.code(status).send({ error: text })
    }
    if (!(await take(certificate, result.receipts))) return await comeBack(reply)
    return await reply.type(result.answer.contentType).send(result.answer.body)
  } catch (error) {
    events.fault({ where: 'receipts', error })
    return await comeBack(reply)
  }
}

const comeBack = async (reply: FastifyReply): Promise<FastifyReply> =>
  await reply.code(503).header('retry-after', String(comeBackSeconds)).send({ error: 'not now' })

const headersOf = ({ headers }: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
