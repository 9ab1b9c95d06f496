import {
  channelOf,
  createVendorClient,
  type PushNotification,
  type ReceiptRequest,
  type ReceiptsResult,
  type RecallOutcome,
  type SendRequest,
} from '@carillon/channels'
import type { Lab } from '@carillon/lab'
import type { Outcome, VendorId } from '@carillon/protocol'

/** Noon in China: no vendor's night rules apply. For `startLab({ now })`. */
export const noonMs = Date.UTC(2026, 10, 23, 4)

/** A vendor's emulator and what the certificate says of the app there. */
export interface VendorSubject {
  lab: Lab
  /** Fields for `parseCertificate`, base URLs of the emulator among them. */
  fields: Readonly<Record<string, unknown>>
}

/** A certificate as the channel reads it. @throws with what is wrong with the fields */
export const certificateOf = (vendor: VendorId, fields: Readonly<Record<string, unknown>>): unknown => {
  const parsed = channelOf(vendor)?.parseCertificate(fields)
  if (parsed?.ok !== true) throw new Error(JSON.stringify(parsed))
  return parsed.certificate
}

/** One notification for these tokens. */
export const pushRequest = (
  certificate: unknown,
  tokens: readonly string[],
  changes: Partial<PushNotification> = {},
  nowMs = noonMs,
): SendRequest => ({
  certificateKey: 'c1',
  certificate,
  notification: {
    msgID: 'm_20418',
    title: 'Lin',
    body: 'See you at 6?',
    ext: '{"v":"a;b=c"}',
    collapseKey: 'm_20418',
    deadlineMs: nowMs + 3_600_000,
    options: {},
    ...changes,
  },
  tokens,
  requestDeadlineMs: nowMs + 10_000,
})

/** How a world differs from the subject alone. */
export interface WorldOptions {
  /** Fields of the certificate that the subject does not have, or has otherwise. */
  fields?: Readonly<Record<string, unknown>>
  /** What every notification has. */
  notification?: Partial<PushNotification>
  /** Where the vendor's receipts go. */
  receiptURL?: string
  /** The lab's clock, where it does not stand still at `noonMs`. */
  now?: () => number
}

/** A vendor's emulator with a client that sends to it. */
export interface VendorWorld extends AsyncDisposable {
  /** @param certificate default the subject's */
  send(
    tokens: readonly string[],
    changes?: Partial<PushNotification>,
    certificate?: unknown,
  ): Promise<readonly Outcome[]>
  recall(tokens: readonly string[], cover: Partial<PushNotification>): Promise<readonly RecallOutcome[]>
  probe(): Promise<Outcome | undefined>
  /** undefined for a vendor that sends none */
  decodeReceipts(request: ReceiptRequest): ReceiptsResult | undefined
}

/** Opens a client to a subject, whose lab is closed with it. */
export const openVendorWorld = <S extends VendorSubject>(
  vendor: VendorId,
  subject: S,
  options: WorldOptions = {},
): S & VendorWorld => {
  const { now = () => noonMs } = options
  const own = () => certificateOf(vendor, { ...subject.fields, ...options.fields })
  const client = createVendorClient({ extraCertificateAuthorities: [subject.lab.ca], now })
  const requestOf = (
    tokens: readonly string[],
    changes: Partial<PushNotification> = {},
    certificate = own(),
  ): SendRequest => ({
    ...pushRequest(certificate, tokens, { ...options.notification, ...changes }, now()),
    ...(options.receiptURL === undefined ? {} : { receiptURL: options.receiptURL }),
  })
  return {
    ...subject,
    send: async (...about) => await client.send(vendor, requestOf(...about)),
    recall: async (...about) => await client.recall(vendor, requestOf(...about)),
    probe: async () => await client.probe(vendor, 'c1', own()),
    decodeReceipts: (request) => channelOf(vendor)?.decodeReceipts?.(own(), request, { nowMs: now() }),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await subject.lab.close()
    },
  }
}
