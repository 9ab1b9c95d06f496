import type { FiredFault } from '../emulator/faults.ts'
import type { EmulatorAnswer, EmulatorRequest } from '../emulator/types.ts'
import { numberIn, parsedObject, tokensIn } from '../push-kit/fields.ts'
import { maxNotifyID } from './check-message.ts'
import { illegalTokensText, requestIDOf, takenAnswer } from './codes.ts'
import { maxTokens } from './limits.ts'
import type { HuaweiParts } from './parts.ts'
import { sortHarmonyTokens } from './send-harmony.ts'

/** `messages:revoke` of v1, for what v3 has sent. @throws FieldError */
export const revoke = (
  parts: HuaweiParts,
  { projectID, clientID }: { projectID: string; clientID: string },
  { body, headers }: EmulatorRequest,
  fault: FiredFault | undefined,
): EmulatorAnswer => {
  const { coded, apps, registry } = parts
  if (apps.get(clientID)?.projectID !== projectID) return coded('80200001')
  if (!['0', '2'].includes(headers['push-type'] ?? ''))
    return coded('80100003', 'Illegal payload, the header does not contain valid push-type')
  const root = parsedObject(body)
  const notifyID = numberIn(root, 'notifyId', 0, maxNotifyID)
  if (notifyID === undefined || root['token'] === undefined) return coded('80300032')
  const tokens = [...new Set(tokensIn(root))]
  if (tokens.length === 0 || tokens.length > maxTokens) return coded('80300010')
  const { good, illegal } = sortHarmonyTokens(parts, projectID, tokens, fault)
  if (good.length === 0) return coded('80300007', illegalTokensText(illegal))
  const appIDs = new Set(good.map(({ app }) => app.appID))
  if (appIDs.size > 1) return coded('80300017')
  if (!appIDs.has(clientID)) return coded('80300028')
  for (const registration of good) {
    registry.withdraw(registration, notifyID)
    if (registration.device.online) registration.device.revoke?.(registration.token, notifyID)
  }
  const failure = tokens.length - good.length
  return failure === 0
    ? takenAnswer(requestIDOf())
    : takenAnswer(requestIDOf(), { illegalTokens: illegal, success: good.length, failure })
}
