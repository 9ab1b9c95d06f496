import type { VendorId } from '@carillon/protocol'

import type { AnyChannel, ChannelCapabilities } from './channel.ts'
import type { VendorClient, VendorClientOptions } from './client.ts'
import { apnsAnswers } from './apns/answers.ts'
import type { ApnsCertificate } from './apns/certificate.ts'
import { apns } from './apns/index.ts'
import { configurable, knownCodes } from './configurable.ts'
import { quotaNumbers } from './quota.ts'
import { fcmAnswers } from './fcm/answers.ts'
import { fcm } from './fcm/index.ts'
import { honorAnswers } from './honor/answers.ts'
import { honor } from './honor/index.ts'
import { huaweiAnswers } from './huawei/answers.ts'
import { huawei } from './huawei/index.ts'
import { meizuAnswers, meizuTokenAnswers } from './meizu/answers.ts'
import { meizu } from './meizu/index.ts'
import { oppoAnswers } from './oppo/answers.ts'
import { oppo } from './oppo/index.ts'
import type { Transports } from './transport/exchanger.ts'
import { createVendorClientFor } from './transport/vendor-client.ts'
import { vivoAnswers } from './vivo/answers.ts'
import { vivo } from './vivo/index.ts'
import { xiaomiAnswers } from './xiaomi/answers.ts'
import { xiaomi } from './xiaomi/index.ts'

export type * from './channel.ts'
export type * from './clear-order.ts'
export type * from './client.ts'
export type * from './receipt.ts'
export { knownNumber } from './configurable.ts'
export type { ApnsCertificate } from './apns/certificate.ts'
export type { FcmCertificate } from './fcm/certificate.ts'
export type { HonorCertificate } from './honor/certificate.ts'
export type { HuaweiCertificate } from './huawei/certificate.ts'
export type { OppoCertificate } from './oppo/certificate.ts'
export { notificationClass } from './notification-class.ts'
export { quotaDayOf, quotaOf, quotaResetMs, type QuotaShare } from './quota.ts'
export { oppoNotifyID } from './oppo/encode.ts'
export type { MeizuCertificate } from './meizu/certificate.ts'
export { maxReceiptBodyBytes, maxReceiptURLUnits } from './receipts.ts'
export type { Transports } from './transport/exchanger.ts'
export {
  AnswerLostError,
  VendorUnreachableError,
  type HttpTransport,
  type SendOptions,
} from './transport/http-transport.ts'
export { defaultTransportLimits, type TransportLimits } from './transport/limits.ts'
export {
  createTransports,
  createVendorClientFor,
  VendorClientClosedError,
} from './transport/vendor-client.ts'
export type { VivoCertificate } from './vivo/certificate.ts'
export type { XiaomiCertificate } from './xiaomi/certificate.ts'
export { xiaomiNotifyID } from './xiaomi/encode.ts'

/** The vendors there are, each with the codes it knows. A further one is one folder and one line here. */
export const channels = {
  apns: configurable(apns, (code) => apnsAnswers.has(code), ['maxPayloadBytes']),
  fcm: configurable(fcm, (code) => Object.hasOwn(fcmAnswers, code)),
  huawei: configurable(huawei, knownCodes(huaweiAnswers), [...quotaNumbers]),
  honor: configurable(honor, knownCodes(honorAnswers), ['maxPayloadBytes', ...quotaNumbers]),
  oppo: configurable(oppo, knownCodes(oppoAnswers), ['maxBodyLength', ...quotaNumbers]),
  xiaomi: configurable(xiaomi, knownCodes(xiaomiAnswers), [
    'maxPayloadBytes',
    'maxTTLSeconds',
    ...quotaNumbers,
  ]),
  vivo: configurable(vivo, knownCodes(vivoAnswers), [
    'maxTitleLength',
    'maxBodyLength',
    'maxTTLSeconds',
    ...quotaNumbers,
  ]),
  meizu: configurable(meizu, knownCodes(meizuAnswers, meizuTokenAnswers), [
    'maxPayloadBytes',
    ...quotaNumbers,
  ]),
} satisfies Partial<Record<VendorId, AnyChannel>>

/** The channel of a vendor; undefined for one that Carillon does not speak to yet. */
export const channelOf = (vendor: VendorId): AnyChannel | undefined =>
  (channels as Partial<Record<VendorId, AnyChannel>>)[vendor]

/** Whether tokens reported with a certificate ring for calls alone: Apple's for VoIP. */
export const isForCalls = (vendor: VendorId, certificate: unknown): boolean =>
  vendor === 'apns' && (certificate as Partial<ApnsCertificate>).isVoIP === true

/** Most tokens of a request with this certificate, where the vendor takes lists in a form of its own. */
export const listTokensPerRequest = (vendor: VendorId, certificate: unknown): number | undefined => {
  const listSender = channelOf(vendor)?.listSender
  return listSender?.isFor(certificate) === true ? listSender.tokensPerRequest : undefined
}

/** What each vendor can do. */
export const capabilities: Partial<Record<VendorId, ChannelCapabilities>> = Object.fromEntries(
  Object.values(channels).map((channel) => [channel.vendor, channel.capabilities]),
)

/**
 * The client that speaks to all vendors there are.
 * @param transports other carriers of requests, closed with the client
 * @throws TypeError when the proxy URL is none
 */
export const createVendorClient = (
  options: VendorClientOptions = {},
  transports?: Transports,
): VendorClient => createVendorClientFor(channels, options, transports)
