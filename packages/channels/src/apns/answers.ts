import type { Outcome } from '@carillon/protocol'

/** What is done about a reason. */
export type ApnsReaction =
  | { kind: 'token-dead' }
  | { kind: 'refused'; cause: Extract<Outcome, { kind: 'refused' }>['cause'] }
  | { kind: 'retry'; elseMs?: number }

const config: ApnsReaction = { kind: 'refused', cause: 'config' }
const payload: ApnsReaction = { kind: 'refused', cause: 'payload' }
const retry: ApnsReaction = { kind: 'retry' }
const tokenDead: ApnsReaction = { kind: 'token-dead' }

const of = (reaction: ApnsReaction, ...reasons: string[]): [string, ApnsReaction][] =>
  reasons.map((reason) => [reason, reaction])

/**
 * Apple's `reason`s (developer.apple.com, "Handling notification responses from APNs"). A reason that is
 * not here is judged by its HTTP status.
 */
export const apnsAnswers: ReadonlyMap<string, ApnsReaction> = new Map([
  // the token; the first two also when `environment` or `bundleID` does not fit it
  ...of(tokenDead, 'BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'),
  // the certificate
  ...of(config, 'BadTopic', 'MissingTopic', 'TopicDisallowed'),
  ...of(config, 'BadCertificate', 'BadCertificateEnvironment', 'Forbidden'),
  ...of(config, 'InvalidProviderToken', 'MissingProviderToken', 'UnrelatedKeyIdInToken'),
  // Documented as the first; the second was seen.
  ...of(config, 'BadEnvironmentKeyIdInToken', 'BadEnvironmentKeyInToken'),
  // After a new one was tried, or when it is too soon for one: this machine's clock is wrong.
  ...of(config, 'ExpiredProviderToken'),
  // the message
  ...of(payload, 'BadCollapseId', 'BadExpirationDate', 'BadMessageId', 'BadPriority', 'InvalidPushType'),
  ...of(payload, 'DuplicateHeaders', 'MissingDeviceToken', 'PayloadEmpty', 'PayloadTooLarge'),
  ...of(payload, 'BadPath', 'MethodNotAllowed'),
  // Too many to this device; Apple does not say how many are.
  ...of({ kind: 'retry', elseMs: 60_000 }, 'TooManyRequests'),
  // One change of the access token in 20 minutes and connection.
  ...of({ kind: 'retry', elseMs: 20 * 60_000 }, 'TooManyProviderTokenUpdates'),
  // Apple's own trouble
  ...of(retry, 'IdleTimeout', 'InternalServerError', 'ServiceUnavailable', 'Shutdown'),
])
