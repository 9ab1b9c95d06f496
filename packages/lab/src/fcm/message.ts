import { message, type ProtoType } from './proto-json.ts'

const text = { kind: 'string' } as const
const flag = { kind: 'bool' } as const
const duration = { kind: 'duration' } as const
const map = { kind: 'string-map' } as const
const number = { kind: 'float' } as const
const texts: ProtoType = { kind: 'repeated', of: text }
const oneOf = (name: string, ...values: readonly string[]): ProtoType => ({ kind: 'enum', name, values })

const fcmOptions = message({ analyticsLabel: text })

const androidNotification = message({
  title: text,
  body: text,
  icon: text,
  color: text,
  sound: text,
  tag: text,
  clickAction: text,
  bodyLocKey: text,
  bodyLocArgs: texts,
  titleLocKey: text,
  titleLocArgs: texts,
  channelId: text,
  ticker: text,
  sticky: flag,
  eventTime: { kind: 'timestamp' },
  localOnly: flag,
  notificationPriority: oneOf(
    'AndroidNotification.NotificationPriority',
    'PRIORITY_UNSPECIFIED',
    'PRIORITY_MIN',
    'PRIORITY_LOW',
    'PRIORITY_DEFAULT',
    'PRIORITY_HIGH',
    'PRIORITY_MAX',
  ),
  defaultSound: flag,
  defaultVibrateTimings: flag,
  defaultLightSettings: flag,
  vibrateTimings: { kind: 'repeated', of: duration },
  visibility: oneOf(
    'AndroidNotification.Visibility',
    'VISIBILITY_UNSPECIFIED',
    'PRIVATE',
    'PUBLIC',
    'SECRET',
  ),
  notificationCount: { kind: 'int32' },
  lightSettings: message({
    color: message({ red: number, green: number, blue: number, alpha: number }),
    lightOnDuration: duration,
    lightOffDuration: duration,
  }),
  image: text,
  bypassProxyNotification: flag,
  proxy: oneOf('AndroidNotification.Proxy', 'PROXY_UNSPECIFIED', 'ALLOW', 'DENY', 'IF_PRIORITY_LOWERED'),
})

/** The body of `messages:send`. https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages */
export const sendRequestType = message({
  validateOnly: flag,
  message: message({
    name: text,
    data: map,
    notification: message({ title: text, body: text, image: text }),
    android: message({
      collapseKey: text,
      priority: oneOf('AndroidConfig.AndroidMessagePriority', 'NORMAL', 'HIGH'),
      ttl: duration,
      restrictedPackageName: text,
      data: map,
      notification: androidNotification,
      fcmOptions,
      directBootOk: flag,
      bandwidthConstrainedOk: flag,
      restrictedSatelliteOk: flag,
    }),
    webpush: message({
      headers: map,
      data: map,
      notification: { kind: 'struct' },
      fcmOptions: message({ link: text, analyticsLabel: text }),
    }),
    apns: message({
      headers: map,
      payload: { kind: 'struct' },
      fcmOptions: message({ analyticsLabel: text, image: text }),
      liveActivityToken: text,
    }),
    fcmOptions,
    token: text,
    topic: text,
    condition: text,
    fid: text,
  }),
})

/** What `sendRequestType` reads: only the fields the emulator looks at are named. */
export interface SendRequestBody {
  validateOnly?: boolean
  message?: FcmMessage
}

export interface FcmMessage {
  token?: string
  topic?: string
  condition?: string
  fid?: string
  data?: Record<string, string>
  notification?: { title?: string; body?: string; image?: string }
  android?: FcmAndroidConfig
  apns?: { fcmOptions?: { analyticsLabel?: string } }
  webpush?: { fcmOptions?: { analyticsLabel?: string } }
  fcmOptions?: { analyticsLabel?: string }
}

export interface FcmAndroidConfig {
  collapseKey?: string
  priority?: 'NORMAL' | 'HIGH'
  /** Seconds. */
  ttl?: number
  restrictedPackageName?: string
  data?: Record<string, string>
  notification?: FcmAndroidNotification
  fcmOptions?: { analyticsLabel?: string }
}

export interface FcmAndroidNotification {
  title?: string
  body?: string
  icon?: string
  color?: string
  sound?: string
  tag?: string
  clickAction?: string
  channelId?: string
  ticker?: string
  sticky?: boolean
  localOnly?: boolean
  notificationPriority?: string
  visibility?: string
  notificationCount?: number
  image?: string
  bodyLocKey?: string
  bodyLocArgs?: string[]
  titleLocKey?: string
  titleLocArgs?: string[]
}
