import type { OppoDeliveredPush } from '../oppo/delivered.ts'
import type { AppData, Gate } from './app-data.ts'
import type { OppoPushService } from './app-types.ts'
import type { PushServiceParts } from './push-services.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import { stringExtras } from './intent-extras.ts'
import type { TapCommon, TapTarget } from './tap-intent.ts'
import type { NotificationChannel } from './types.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { OppoEmulator } from '../oppo/types.ts'

/** What OPPO's push service files notifications under that name no channel. */
const defaultChannel: NotificationChannel = { id: 'oppo_push_default', name: 'Default' }

/**
 * The system shows it, whether the app is in front or not. A channel the app has not created: nothing is
 * shown. Level 1 is the bar alone, 2 the lock screen too, 16 a banner with sound.
 */
export const decideOppo = (push: OppoDeliveredPush, context: RuleContext): PushDecision => {
  const channel = push.channelID === undefined ? defaultChannel : context.channels.get(push.channelID)
  if (channel === undefined) return { kind: 'hide', because: 'no-channel' }
  // What the user did to the default channel counts as well.
  return shown(context, context.channels.get(channel.id) ?? channel, {
    vendor: 'oppo',
    title: push.title,
    body: push.content,
    // Without a notify_id each push has an id of its own.
    slot: push.notifyID === undefined ? push.messageID : String(push.notifyID),
    push,
    hasSound: push.notifyLevel === 16,
    isPublic: push.notifyLevel !== 1,
    ...(push.badge === undefined ? {} : { badge: push.badge }),
    tellApp: false,
  })
}

/** What a tap opens: the keys of action_parameters are the intent's extras, or the URL's query. */
export const oppoTarget = (
  push: OppoDeliveredPush,
  intentActions: readonly string[] | undefined,
  common: TapCommon,
): TapTarget => {
  const { clickActionType: type, clickActivity, clickURL = '' } = push
  const parameters = Object.fromEntries(
    Object.entries(push.actionParameters).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
  const tap = { ...common, vendor: 'oppo' } as const
  if (type === 1 && clickActivity !== undefined) {
    if (intentActions?.includes(clickActivity) === false) return { kind: 'nothing' }
    return { kind: 'app', tap: { ...tap, action: clickActivity, extras: parameters } }
  }
  if (type === 4 && clickActivity !== undefined)
    return { kind: 'app', tap: { ...tap, activity: clickActivity, extras: parameters } }
  if (type === 5 && clickURL.startsWith('intent:'))
    return {
      kind: 'app',
      tap: { ...tap, uri: clickURL, extras: { ...stringExtras(clickURL), ...parameters } },
    }
  if (type === 2 || type === 5) {
    const url = withQuery(clickURL, parameters)
    return /^https?:/i.test(url)
      ? { kind: 'url', url }
      : { kind: 'app', tap: { ...tap, uri: url, extras: {} } }
  }
  return { kind: 'app', tap: { ...tap, action: 'android.intent.action.MAIN', extras: parameters } }
}

const withQuery = (url: string, parameters: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(parameters).toString()
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/** The HeytapPush SDK. */
export const oppoService = (parts: PushServiceParts, oppo: OppoEmulator, gate: Gate): OppoPushService => ({
  register: (appKey, appSecret) =>
    gate(async () => {
      const { installation, data } = parts.app()
      // -1 of the SDK: the service cannot be reached.
      if (!parts.device.online) throw new PushServiceError('-1', 'The phone is offline')
      const { packageName } = installation
      const { installationID } = data
      const registrationID = oppo.register(parts.device, { appKey, appSecret, packageName, installationID })
      data.tokens.oppo = registrationID
      return registrationID
    }),
  getRegisterID: () => parts.app().data.tokens.oppo ?? null,
  unRegister: () =>
    gate(async () => {
      const { data } = parts.app()
      forget(oppo, data)
    }),
})

const forget = (oppo: OppoEmulator, { tokens }: AppData): void => {
  if (tokens.oppo !== undefined) oppo.unregister(tokens.oppo)
  delete tokens.oppo
}
