import type { PushServiceParts } from './push-services.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { VivoDeliveredPush } from '../vivo/delivered.ts'
import type { VivoEmulator } from '../vivo/types.ts'
import type { Gate } from './app-data.ts'
import type { VivoPushService } from './app-types.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import { stringExtras } from './intent-extras.ts'
import type { TapCommon, TapTarget } from './tap-intent.ts'

const channelID = 'vivo_push_channel'
/** notifyType: ring, ring and vibrate. */
const rings: readonly number[] = [2, 4]
/** The SDK of today ignores the app's own click form. */
const retiredSkipType = 3

/** What a vivo phone does with a push: all in one channel of the system, operational ones silent. */
export const decideVivo = (push: VivoDeliveredPush, context: RuleContext): PushDecision => {
  if (context.isForeground && !push.foregroundShow) return { kind: 'hand-to-app' }
  return shown(context, context.channels.get(channelID) ?? { id: channelID, name: 'vivo push' }, {
    vendor: 'vivo',
    title: push.title,
    body: push.content,
    // Without a notifyId nothing is written over.
    slot: push.notifyID === undefined ? `task ${push.messageID}` : String(push.notifyID),
    push,
    hasSound: push.classification === 1 && rings.includes(push.notifyType),
    isPublic: true,
    ...(push.addBadge ? { badge: { add: 1 } } : {}),
    tellApp: context.isForeground,
  })
}

/** What a tap on a vivo notification opens. */
export const vivoTarget = (push: VivoDeliveredPush, common: TapCommon): TapTarget => {
  const { skipType, skipContent } = push
  if (skipType === 2) return { kind: 'url', url: skipContent }
  if (skipType === retiredSkipType) return { kind: 'nothing' }
  const message = {
    msgId: push.messageID,
    title: push.title,
    content: push.content,
    notifyType: push.notifyType,
    skipType,
    skipContent,
    params: push.params,
  }
  const tap = { ...common, vendor: 'vivo', message } as const
  return skipType === 4
    ? { kind: 'app', tap: { ...tap, intentURI: skipContent, extras: stringExtras(skipContent) } }
    : { kind: 'app', tap: { ...tap, extras: {} } }
}

/** The vivo push SDK; AppID and AppKey stand in the app's manifest. */
export const vivoService = (parts: PushServiceParts, vivo: VivoEmulator, gate: Gate): VivoPushService => ({
  turnOnPush: () =>
    gate(async () => {
      const { installation, data } = parts.app()
      if (installation.vivo === undefined)
        throw new PushServiceError('10005', 'The app was built without com.vivo.push.app_id in its manifest')
      if (!parts.device.online) throw new PushServiceError('NO_NETWORK', 'The phone is offline')
      const { packageName } = installation
      const { installationID } = data
      const regID = vivo.register(parts.device, { ...installation.vivo, packageName, installationID })
      data.tokens.vivo = regID
      return regID
    }),
  getRegID: () => parts.app().data.tokens.vivo ?? null,
  turnOffPush: () =>
    gate(async () => {
      const { data } = parts.app()
      if (data.tokens.vivo !== undefined) vivo.unregister(data.tokens.vivo)
      delete data.tokens.vivo
    }),
})
