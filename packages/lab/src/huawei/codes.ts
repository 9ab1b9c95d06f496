import type { EmulatorAnswer } from '../emulator/types.ts'
import { jsonAnswer } from '../emulator/answers.ts'
import { randomDigits } from '../random.ts'

/** Codes and their words. */
const messages: Readonly<Record<string, string>> = {
  '80000000': 'Success',
  '80100001': 'The parameters of the message are incorrect',
  '80100002': 'The synchronization message must have one token',
  '80100003': 'Illegal payload',
  '80100004': 'The ttl has expired',
  '80100013': 'The collapse_key is not valid',
  '80100016': 'The message contains sensitive information',
  '80100022': 'The image was not verified',
  '80100017': 'Too many topic tasks are unfinished',
  '80200001': 'OAuth authentication error',
  '80200003': 'OAuth token expired',
  '80300002': 'The app may not send messages',
  '80300007': 'All tokens are invalid',
  '80300008': 'The message body size exceeds the default value',
  '80300010': 'The number of tokens is out of range',
  '80300011': 'You may not send high-priority data messages',
  '80200005': 'The JWT expired',
  '80300013': 'The receipt URL or certificate is invalid',
  '80300029': 'The test messages of today are used up',
  '80300017': 'The tokens are of several apps',
  '80300028': 'The tokens are not of this client',
  '80300030': 'Too many tokens for a test message',
  '80300032': 'You may not revoke: notifyId and token are needed',
  '80300036': 'The JWT is valid for more than a day',
  '80600003': 'The OAuth service failed',
  '81000001': 'Internal error',
}

/** The HTTP status that goes with a code, as far as one can tell. */
const statusOf = (code: string): number => {
  if (['80000000', '80100000', '80300007'].includes(code)) return 200
  if (code.startsWith('802')) return 401
  return code.startsWith('801') || code.startsWith('803') ? 400 : 500
}

/** An answer with one of Push Kit's codes. */
export const codeAnswer = (
  code: string,
  codedStatus: 'by-kind' | 'ok',
  msg = messages[code] ?? 'error',
): EmulatorAnswer =>
  jsonAnswer(codedStatus === 'ok' ? 200 : statusOf(code), { code, msg, requestId: requestIDOf() })

/** An answer to what was taken, for all or for some of its tokens: then `msg` is JSON text. */
export const takenAnswer = (requestId: string, partly?: object): EmulatorAnswer =>
  partly === undefined
    ? jsonAnswer(200, { code: '80000000', msg: 'Success', requestId })
    : jsonAnswer(200, { code: '80100000', msg: JSON.stringify(partly), requestId })

/** `msg` of a v3 answer that takes no token. */
export const illegalTokensText = (illegalTokens: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify({ illegalTokens, failure: Object.values(illegalTokens).flat().length })

/** An id of a request, digits. */
export const requestIDOf = (): string => randomDigits(24)
