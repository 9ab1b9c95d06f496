import type { Outcome } from '@carillon/protocol'

import { isObject, parseObject, type JsonObject } from '../json.ts'
import { words } from '../words.ts'

/** Tokens that an answer refuses, with the reason it lists them under. */
export type RefusedTokens = ReadonlyMap<string, string>

/** Reason of v1 and v2, which know no other. */
const illegalTokens = 'illegal_tokens'

/** What is done about a token by the reason it is listed under (push-scenariozed-api-response). */
const reactions: ReadonlyMap<string, 'token-dead' | 'config' | 'no-right'> = new Map([
  [illegalTokens, 'token-dead'],
  ['tokenFormatError', 'token-dead'],
  ['tokenPlatformNotSupport', 'token-dead'],
  // Of another project, or an old one of HarmonyOS 4.
  ['noRight', 'no-right'],
  // The app's rights, not the token: it stays.
  ['noPushTypeRight', 'config'],
  ['noRightToSendThisLiveNotificationEvent', 'config'],
  ['notSupportPlayVoice', 'config'],
  ['differentImgVerifyPolicy', 'config'],
  ['appinfoError', 'config'],
  ['disableSendHuaweiMsgBecauseOfPenalty', 'config'],
  ['atomicUnableSendUnsubscribedMsg', 'config'],
  ['countryNotSupport', 'config'],
])

/**
 * The tokens an answer names as refused. `msg` is JSON text: `{illegal_tokens: [...]}` of v1 and v2,
 * `{illegalTokens: {reason: [...]}}` of v3, where a reason may have spaces about it. Undefined when it
 * names none.
 */
export const refusedTokensOf = (body: JsonObject | undefined): RefusedTokens | undefined => {
  const msg = body?.['msg']
  const lists = typeof msg === 'string' ? parseObject(msg) : undefined
  if (lists === undefined) return undefined
  const { illegal_tokens: old, illegalTokens: byReason } = lists
  if (Array.isArray(old)) return new Map(textsOf(old).map((token) => [token, illegalTokens]))
  if (!isObject(byReason)) return undefined
  return new Map(
    Object.entries(byReason).flatMap(([reason, tokens]) =>
      Array.isArray(tokens) ? textsOf(tokens).map((token) => [token, reason.trim()] as const) : [],
    ),
  )
}

/**
 * What becomes of a token that was refused for a reason.
 * @param isForAll no token of the request was taken: then a missing right is the app's, not the token's
 */
export const outcomeOfReason = (reason: string, isForAll: boolean): Outcome => {
  const said = words(reason, 'refused for this token only')
  const reaction = reactions.get(reason)
  if (reaction === 'token-dead' || (reaction === 'no-right' && !isForAll))
    return { kind: 'token-dead', words: said }
  // An unknown reason ends this push; the token stays.
  return { kind: 'refused', cause: reaction === undefined ? 'payload' : 'config', words: said }
}

const textsOf = (list: readonly unknown[]): string[] =>
  list.filter((one): one is string => typeof one === 'string')
