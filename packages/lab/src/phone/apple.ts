import type { ApnsEmulator } from '../apns/types.ts'
import type { ApnsDeliveredPush } from '../apns/delivered.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { Gate } from './app-data.ts'
import type { ApnsPushService } from './app-types.ts'
import type { PushServiceParts } from './push-services.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import type { TapCommon, TapTarget } from './tap-intent.ts'

/** iOS knows no channels: there is one switch for the app. */
const everything = { id: 'default', name: 'Notifications' }

/** What iOS does with a push. */
export const decideApns = (push: ApnsDeliveredPush, context: RuleContext): PushDecision => {
  // PushKit starts the app, whatever the user has switched off, and the app has to show a call.
  if (push.topic.endsWith('.voip')) return { kind: 'ring' }
  const { alert, badge, sound, ...aps } = objectOf(push.payload['aps'])
  // A background push is the app's, whatever its payload holds beside content-available.
  if (alert === undefined || push.pushType === 'background') {
    // After the user has ended the app, iOS starts it for no background push.
    const kind = context.hasProcess && aps['content-available'] === 1 ? 'data-to-app' : 'drop'
    // The number of an alert push is set without the app's help.
    const isSet = push.pushType !== 'background' && isBadge(badge)
    return { kind, ...(isSet ? { badge } : {}) }
  }
  // The app in front decides for itself (willPresent); without a word of its own, nothing is shown.
  if (context.isForeground) return { kind: 'hand-to-app' }
  const { title = '', body = '' } = typeof alert === 'string' ? { body: alert } : objectOf(alert)
  return shown(context, everything, {
    vendor: 'apns',
    title: String(title),
    body: String(body),
    // The request's identifier is the collapse ID, else one that never repeats.
    slot: push.collapseID ?? push.uniqueID,
    push,
    hasSound: sound !== undefined && aps['interruption-level'] !== 'passive',
    isPublic: true,
    ...(isBadge(badge) ? { badge: { set: badge } } : {}),
    tellApp: false,
  })
}

const isBadge = (badge: unknown): badge is number =>
  typeof badge === 'number' && Number.isInteger(badge) && badge >= 0

/** A tap opens the app and hands it the payload. */
export const apnsTarget = (push: ApnsDeliveredPush, common: TapCommon): TapTarget => ({
  kind: 'app',
  tap: { ...common, vendor: 'apns', userInfo: push.payload },
})

/** UIApplication's side of APNs. */
export const apnsService = (parts: PushServiceParts, apns: ApnsEmulator, gate: Gate): ApnsPushService => ({
  getToken: () => gate(async () => (parts.app().data.tokens.apns = register(parts, apns, false))),
  getVoIPToken: () => gate(async () => (parts.app().data.voipToken = register(parts, apns, true))),
})

const register = ({ app, device }: PushServiceParts, apns: ApnsEmulator, isVoIP: boolean): string => {
  const { packageName: bundleID, apsEnvironment } = app().installation
  if (!device.online) throw new PushServiceError('NSURLErrorDomain -1009', 'The phone is offline')
  const environment = apsEnvironment === 'development' ? 'sandbox' : 'production'
  return apns.register(device, { bundleID, environment, isVoIP })
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
