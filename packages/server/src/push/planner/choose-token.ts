import type { MessageRecord } from '@carillon/protocol'

import type { DeviceToken, PlannableDevice } from './types.ts'

/** Tokens reported within this time of the newest count as reported together. */
const togetherMs = 3_600_000

/**
 * The device with the token a message goes to, and in `otherTokens` those that may stand in when its vendor
 * refuses, best first. A call goes to the VoIP token if there is one; everything else never does, for iOS
 * ends an app that gets a VoIP push without a call. Of the others the newest is the best, for it is what the
 * app believes in; of those reported together the maker's own channel comes before Google's, which some
 * networks do not let through. Pure.
 * @param refused tokens whose vendor has refused this message
 */
export const chooseToken = (
  device: PlannableDevice,
  message: Pick<MessageRecord, 'offlinePushInfo'>,
  refused: ReadonlySet<string> = none,
): PlannableDevice => {
  const { token, otherTokens } = device
  if (token === null || (otherTokens === undefined && token.isVoIP !== true)) return device
  const isCall = message.offlinePushInfo?.iOSPushType === 1
  const all = [token, ...(otherTokens ?? [])]
  const fitting = isCall ? all : all.filter(({ isVoIP }) => isVoIP !== true)
  const usable = fitting.filter((one) => isUsable(one) && !refused.has(one.token))
  const [best, ...rest] = sorted(usable)
  if (best !== undefined) return { ...device, token: best, otherTokens: rest }
  // None can be pushed to: the newest tells why.
  return { ...device, token: sorted(fitting)[0] ?? null, otherTokens: [] }
}

const none: ReadonlySet<string> = new Set()

const isUsable = ({ state, certificateExists }: DeviceToken): boolean => state === 'live' && certificateExists

const sorted = (tokens: readonly DeviceToken[]): DeviceToken[] => {
  const newestAtMs = Math.max(...tokens.map(({ registeredAtMs }) => registeredAtMs))
  const isTogether = ({ registeredAtMs }: DeviceToken): boolean => newestAtMs - registeredAtMs < togetherMs
  const rank = (one: DeviceToken): number => {
    if (one.isVoIP === true) return 0
    if (!isTogether(one)) return 3
    return one.vendor === 'fcm' ? 2 : 1
  }
  return tokens.toSorted((one, other) => rank(one) - rank(other) || other.registeredAtMs - one.registeredAtMs)
}
