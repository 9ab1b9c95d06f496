import { DAY } from '../clock.ts'
import { isDeadByFault, type FiredFault } from '../emulator/faults.ts'
import type { EmulatorAnswer, EmulatorRequest } from '../emulator/types.ts'
import { objectIn, parsedObject, tokensIn } from '../push-kit/fields.ts'
import type { Registration } from '../push-kit/registry.ts'
import { checkHarmonyMessage, type CheckedHarmonyMessage } from './check-harmony.ts'
import { illegalTokensText, requestIDOf, takenAnswer } from './codes.ts'
import { hasSensitiveWord, maxMessageBytes, maxTestTokens, maxTokens } from './limits.ts'
import type { HuaweiParts } from './parts.ts'
import type { HuaweiApp } from './types.ts'

/**
 * 0 alert, 1 card, 2 voice announcement, 6 background, 7 live view, 10 in-app call. All but 0 and 6 want rights
 * of their own, which no app here has.
 */
const pushTypes = ['0', '1', '2', '6', '7', '10'] as const
const isPushType = (text: string): text is (typeof pushTypes)[number] =>
  pushTypes.some((pushType) => pushType === text)

/** `messages:send` of v3. @throws FieldError */
export const sendHarmony = (
  parts: HuaweiParts,
  projectID: string,
  { body, headers }: EmulatorRequest,
  fault: FiredFault | undefined,
): EmulatorAnswer => {
  const { coded, settings, counts, clock, images } = parts
  const pushType = headers['push-type'] ?? ''
  if (!isPushType(pushType))
    return coded('80100003', 'Illegal payload, the header does not contain valid push-type')
  const root = parsedObject(body)
  const target = objectIn(root, 'target')
  const tokens = [...new Set(tokensIn(target))]
  if (tokens.length === 0 || tokens.length > maxTokens) return coded('80300010')
  if (Buffer.byteLength(JSON.stringify({ ...root, target: { ...target, token: [] } })) > maxMessageBytes)
    return coded('80300008')
  if (pushType !== '0' && pushType !== '6')
    return coded('80300007', illegalTokensText({ noPushTypeRight: tokens }))
  const message = checkHarmonyMessage(root, pushType)
  if (hasSensitiveWord(settings, message.notification)) return coded('80100016')
  const { image } = message.notification ?? {}
  if (image !== undefined && settings.verifiedImagesOnly && !images.isVerified(image))
    return coded('80100022')
  if (message.isTest && tokens.length > maxTestTokens) return coded('80300030')
  if (message.isTest && !counts.take(`${projectID} harmony test`, settings.harmonyTestPerDay, clock.now()))
    return coded('80300029')
  return deliver(parts, projectID, message, tokens, fault)
}

const deliver = (
  parts: HuaweiParts,
  projectID: string,
  message: CheckedHarmonyMessage,
  tokens: readonly string[],
  fault: FiredFault | undefined,
): EmulatorAnswer => {
  const { good, illegal } = sortHarmonyTokens(parts, projectID, tokens, fault)
  if (good.length === 0) return parts.coded('80300007', illegalTokensText(illegal))
  const requestID = requestIDOf()
  for (const registration of good) take(parts, message, registration, requestID)
  const failure = tokens.length - good.length
  return failure === 0
    ? takenAnswer(requestID)
    : takenAnswer(requestID, { illegalTokens: illegal, success: good.length, failure })
}

/** Which tokens of a project's phones with HarmonyOS NEXT there are, and why the others are none. */
export const sortHarmonyTokens = (
  { registry }: HuaweiParts,
  projectID: string,
  tokens: readonly string[],
  fault: FiredFault | undefined,
): { good: Registration<HuaweiApp>[]; illegal: Record<string, string[]> } => {
  const good: Registration<HuaweiApp>[] = []
  const illegal: Record<string, string[]> = {}
  for (const token of tokens) {
    const registration = registry.find(token)
    const reason =
      registration?.alive !== true || isDeadByFault(fault, token)
        ? 'tokenFormatError'
        : registration.device.isHarmonyOS !== true || registration.app.projectID !== projectID
          ? 'noRight'
          : undefined
    if (reason !== undefined) (illegal[reason] ??= []).push(token)
    else if (registration !== undefined) good.push(registration)
  }
  return { good, illegal }
}

const take = (
  { delivery, settings, reports, clock, copies }: HuaweiParts,
  { isTest, biTag, appMessageID, notification, ...rest }: CheckedHarmonyMessage,
  registration: Registration<HuaweiApp>,
  requestID: string,
): void => {
  if (appMessageID !== undefined && copies.isCopy(`${registration.token} ${appMessageID}`, clock.now(), DAY))
    return
  const { category, ...shown } = notification ?? { category: '' }
  const isMarketing =
    notification !== undefined && (category === 'MARKETING' || !registration.app.categories.has(category))
  const perDevice = isMarketing ? settings.marketingPerDevice : settings.servicePerDevice
  const reported = { requestID, biTag, isMarketing, isHarmonyOS: true }
  delivery.take(
    {
      ...rest,
      vendor: 'huawei',
      requestID,
      ...('title' in shown
        ? { notification: { ...shown, messageClass: isMarketing ? 'marketing' : 'service' } }
        : {}),
      perDevice: isTest ? Number.POSITIVE_INFINITY : perDevice,
      report: (about, event) => reports.report(about, event, reported),
    },
    registration,
  )
}
