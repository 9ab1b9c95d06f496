import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { FieldError, objectIn, parsedObject, tokensIn } from '../push-kit/fields.ts'
import type { Registration } from '../push-kit/registry.ts'
import { checkMessage, type CheckedMessage } from './check-message.ts'
import { requestIDOf, takenAnswer } from './codes.ts'
import { hasSensitiveWord, maxMessageBytes, maxTokens } from './limits.ts'
import type { HuaweiParts } from './parts.ts'
import type { HuaweiApp } from './types.ts'

/** `messages:send` of v1 and v2. @throws FieldError */
export const sendHms = (
  parts: HuaweiParts,
  app: HuaweiApp,
  body: string,
  fault: FiredFault | undefined,
): EmulatorAnswer => {
  const { coded, settings, counts, clock } = parts
  const root = parsedObject(body)
  const message = objectIn(root, 'message')
  const tokens = tokensIn(message)
  if (tokens.length === 0 || tokens.length > maxTokens) return coded('80300010')
  if (new Set(tokens).size < tokens.length) throw new FieldError('token names one twice')
  const withoutTokens = JSON.stringify({ ...root, message: { ...message, token: [] } })
  if (Buffer.byteLength(withoutTokens) > maxMessageBytes) return coded('80300008')
  const checked = checkMessage(message, app.categories)
  if (hasSensitiveWord(settings, checked.notification)) return coded('80100016')
  if (checked.isHighPriority && !app.highPriorityAllowed) return coded('80300011')
  if (root['validate_only'] === true) return coded('80000000')
  if (checked.isTest && !counts.take(`${app.appID} test`, settings.testPerDay, clock.now()))
    return coded('80300029')
  return deliver(parts, app, checked, tokens, fault)
}

const deliver = (
  parts: HuaweiParts,
  sender: HuaweiApp,
  message: CheckedMessage,
  tokens: readonly string[],
  fault: FiredFault | undefined,
): EmulatorAnswer => {
  const good: Registration<HuaweiApp>[] = []
  const illegal: string[] = []
  for (const token of tokens) {
    const registration = parts.registry.find(token)
    const isGood =
      registration?.alive === true &&
      registration.device.isHarmonyOS !== true &&
      !isDeadByFault(fault, token) &&
      reaches(sender, registration.app)
    if (isGood) good.push(registration)
    else illegal.push(token)
  }
  if (good.length === 0) return parts.coded('80300007')
  const requestID = requestIDOf()
  for (const registration of good) take(parts, message, registration, requestID)
  if (illegal.length === 0) return takenAnswer(requestID)
  return takenAnswer(requestID, { success: good.length, failure: illegal.length, illegal_tokens: illegal })
}

/** Apps of one project reach each other's phones over v2. */
const reaches = (sender: HuaweiApp, app: HuaweiApp): boolean =>
  sender === app || sender.projectID === app.projectID

const take = (
  { delivery, settings, reports }: HuaweiParts,
  message: CheckedMessage,
  registration: Registration<HuaweiApp>,
  requestID: string,
): void => {
  const { isTest, isHighPriority: _, biTag, ...rest } = message
  const isMarketing = rest.notification?.messageClass === 'marketing'
  const perDevice = isMarketing ? settings.marketingPerDevice : settings.servicePerDevice
  const reported = { requestID, biTag, isMarketing, isHarmonyOS: false }
  delivery.take(
    {
      ...rest,
      vendor: 'huawei',
      requestID,
      perDevice: isTest ? Number.POSITIVE_INFINITY : perDevice,
      report: (about, event) => reports.report(about, event, reported),
    },
    registration,
  )
}
