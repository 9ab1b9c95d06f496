import type { PhoneNative } from '@carillon/testkit'
import type { NativeEvent } from '@carillon/react-native-push'

/** A method of the plugin's native module, as the page calls it. */
type Method = (...args: never[]) => Promise<unknown>

/** The native module of a phone in the form React Native's bridge gives it: JSON text where the spec has any fields. */
export const moduleOf = (native: PhoneNative, carillonPush: string): Readonly<Record<string, Method>> => ({
  ...(native as unknown as Record<string, Method>),
  getDeviceInfo: async () => {
    const { systemProperties, ...info } = await native.getDeviceInfo()
    return {
      ...info,
      systemProperties: Object.entries(systemProperties).map(([name, value]) => ({ name, value })),
    }
  },
  takeTaps: async () =>
    (await native.takeTaps()).map(({ raw, ...tap }) => ({ ...tap, rawJson: JSON.stringify(raw) })),
  getDeliveredNotifications: async () =>
    (await native.getDeliveredNotifications()).map(({ raw, ...shown }) => ({
      ...shown,
      rawJson: JSON.stringify(raw),
    })),
  getAppConfig: async () => carillonPush,
})

/** An event of the phone as the module's emitter of that name tells it. */
export const emittedOf = (event: NativeEvent): { emitter: string; value: unknown } => {
  switch (event.type) {
    case 'token':
      return { emitter: 'onToken', value: { vendor: event.vendor, token: event.token } }
    case 'registration-failed':
      return { emitter: 'onRegistrationFailed', value: event }
    case 'voip-token':
      return { emitter: 'onVoipToken', value: event.token }
    case 'tap':
      return { emitter: 'onTap', value: null }
    case 'app-state':
      return { emitter: 'onAppState', value: event.state }
    case 'message': {
      const { vendor, isShown, raw } = event.message
      return { emitter: 'onMessage', value: { vendor, isShown, rawJson: JSON.stringify(raw) } }
    }
    case 'message-revoked':
      return { emitter: 'onMessageRevoked', value: event.messageID }
    default:
      return event satisfies never
  }
}
