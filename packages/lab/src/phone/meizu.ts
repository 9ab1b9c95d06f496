import type { MeizuDeliveredPush } from '../meizu/delivered.ts'
import type { MeizuEmulator } from '../meizu/types.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { Gate } from './app-data.ts'
import type { MeizuPushService } from './app-types.ts'
import type { PushServiceParts } from './push-services.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import type { TapCommon, TapTarget } from './tap-intent.ts'

const channelID = 'flyme_push_channel'

/** What a Meizu phone does with a push: shown in one channel of the system, also while the app is in front. */
export const decideMeizu = (push: MeizuDeliveredPush, context: RuleContext): PushDecision =>
  shown(context, context.channels.get(channelID) ?? { id: channelID, name: 'Flyme push' }, {
    vendor: 'meizu',
    title: push.title,
    body: push.content,
    // Without a notifyKey nothing is written over.
    slot: push.notifyKey === '' ? `message ${push.messageID}` : push.notifyKey,
    push,
    hasSound: push.sound,
    isPublic: true,
    tellApp: context.isForeground,
  })

/** What a tap on a Meizu notification opens. */
export const meizuTarget = (push: MeizuDeliveredPush, common: TapCommon): TapTarget => {
  const { clickType, activity, url, parameters } = push
  if (clickType === 2 && /^https?:/i.test(url)) return { kind: 'url', url }
  // The app's own form ended with Android 12.
  if (clickType === 3) return { kind: 'nothing' }
  const message = {
    title: push.title,
    content: push.content,
    selfDefineContentString: JSON.stringify(parameters),
  }
  const tap = { ...common, vendor: 'meizu', message, extras: parameters } as const
  if (clickType === 1) return { kind: 'app', tap: { ...tap, activity } }
  return { kind: 'app', tap: clickType === 2 ? { ...tap, uri: url } : tap }
}

/** The Meizu push SDK. */
export const meizuService = (
  parts: PushServiceParts,
  meizu: MeizuEmulator,
  gate: Gate,
): MeizuPushService => ({
  register: (appID, appKey) =>
    gate(async () => {
      const { installation, data } = parts.app()
      if (!parts.device.online) throw new PushServiceError('NO_NETWORK', 'The phone is offline')
      const { packageName } = installation
      const { installationID } = data
      const pushID = meizu.register(parts.device, { appID, appKey, packageName, installationID })
      data.tokens.meizu = pushID
      return pushID
    }),
  getPushID: () => parts.app().data.tokens.meizu ?? null,
  unregister: () =>
    gate(async () => {
      const { data } = parts.app()
      if (data.tokens.meizu !== undefined) meizu.unregister(data.tokens.meizu)
      delete data.tokens.meizu
    }),
})
