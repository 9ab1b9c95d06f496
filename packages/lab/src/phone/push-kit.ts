import type { PushDevice } from '../emulator/device.ts'
import type { PushKitDeliveredPush } from '../push-kit/types.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { AppData, Gate } from './app-data.ts'
import type { Installation, PushKitService } from './app-types.ts'
import { stringExtras } from './intent-extras.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import type { TapCommon, TapTarget } from './tap-intent.ts'

/** Huawei's and Honor's rules for a push that has arrived. */
export const decidePushKit = (push: PushKitDeliveredPush, context: RuleContext): PushDecision => {
  const { notification, vendor } = push
  // Data messages reach a running process only.
  if (notification === undefined) return context.hasProcess ? { kind: 'data-to-app' } : { kind: 'drop' }
  if (context.isForeground && !notification.foregroundShow) return { kind: 'hand-to-app' }
  const { messageClass, tag, notifyID, badge } = notification
  const id = `${vendor}|${context.packageName}|${messageClass}`
  return shown(context, context.channels.get(id) ?? { id, name: messageClass }, {
    vendor,
    title: notification.title,
    body: notification.body,
    slot: slotOf(push.messageID, notifyID, tag),
    push,
    hasSound: messageClass === 'service',
    isPublic: true,
    ...(badge === undefined ? {} : { badge }),
    tellApp: false,
  })
}

/** The slot a notification with a chosen id stands in. */
export const pushKitSlot = (notifyID: number): string => `id:${notifyID}`

const slotOf = (messageID: string, notifyID: number | undefined, tag: string | undefined): string => {
  if (notifyID !== undefined) return pushKitSlot(notifyID)
  return tag === undefined ? `message:${messageID}` : `tag:${tag}`
}

/** What a tap opens. */
export const pushKitTarget = (
  push: PushKitDeliveredPush,
  intentActions: readonly string[] | undefined,
  common: TapCommon,
): TapTarget => {
  const { click } = push.notification ?? { click: { type: 3 as const } }
  const tap = { ...common, vendor: push.vendor }
  if (click.type === 2) return { kind: 'url', url: click.url }
  if (click.type === 3)
    return { kind: 'app', tap: { ...tap, via: 'launcher', extras: dataExtras(push.data) } }
  if ('action' in click) {
    if (intentActions?.includes(click.action) === false) return { kind: 'nothing' }
    return {
      kind: 'app',
      tap: { ...tap, via: 'intent', action: click.action, extras: dataExtras(push.data) },
    }
  }
  if ('uri' in click)
    return {
      kind: 'app',
      tap: { ...tap, via: 'intent', intentURI: click.uri, extras: dataExtras(push.data) },
    }
  const { intent } = click
  return { kind: 'app', tap: { ...tap, via: 'intent', intentURI: intent, extras: stringExtras(intent) } }
}

/** An app that is opened finds the top-level keys of the message's data among its intent's extras. */
const dataExtras = (data: string | undefined): Record<string, string> => {
  let value: unknown
  try {
    value = JSON.parse(data ?? '')
  } catch {
    // Data that is no JSON reaches no intent.
    return {}
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : JSON.stringify(one)]),
  )
}

/** What the SDKs of both ask of their vendor. */
interface PushKitVendor {
  readonly vendor: PushKitDeliveredPush['vendor']
  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string
  unregister(token: string): void
}

interface Parts {
  device: PushDevice
  app(): { installation: Installation; data: AppData }
}

/** The SDK of Huawei's or Honor's push service. */
export const pushKitService = (parts: Parts, emulator: PushKitVendor, gate: Gate): PushKitService => {
  const { vendor } = emulator
  return {
    getToken: () =>
      gate(async () => {
        const { installation, data } = parts.app()
        const { packageName } = installation
        const appID = installation[vendor]?.appID
        if (appID === undefined)
          throw new PushServiceError('NO_APP_ID', `The app was built without an App ID of ${vendor}`)
        if (!parts.device.online) throw new PushServiceError('NO_NETWORK', 'The phone is offline')
        const { installationID } = data
        const token = emulator.register(parts.device, { appID, packageName, installationID })
        data.tokens[vendor] = token
        return token
      }),
    deleteToken: () =>
      gate(async () => {
        const { data } = parts.app()
        const token = data.tokens[vendor]
        if (token !== undefined) emulator.unregister(token)
        delete data.tokens[vendor]
      }),
  }
}
