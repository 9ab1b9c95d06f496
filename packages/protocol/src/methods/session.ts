import type { Platform } from '../platforms.ts'

/** What a client says of itself when it logs in. */
export interface LoginParams {
  sdkAppID: number
  userID: string
  userSig: string
  /** This installation of the app: random, made once, kept over restarts, never shared. */
  deviceID: string
  platform: Platform
  sdkVersion: string
  /** What people call the device, for the story: "Xiaomi 14". */
  deviceName?: string
  /** Version of the app, for the operator's statistics: "3.2.1". */
  appVersion?: string
  /** Language tag of the system, for default texts: "zh-Hant". */
  language?: string
  /**
   * True when the SDK connects again by itself: refused with 6208 if the device has been kicked or
   * logged out meanwhile, where a login the app asked for would succeed.
   */
  isReconnect: boolean
  /** Whether the app is in the background, and the unread count it last reported there. */
  background?: { unreadCount: number }
  /** Last seq this client has of each conversation, by conversationID. Absent ones resume from what the device acknowledged. */
  cursors?: Record<string, number>
  /** The user's state version this client knows: private changes after it are sent. Absent: none are. */
  stateVersion?: number
}

export interface LoginResult {
  serverTimeMs: number
  /** Send a ping when nothing else was sent for this long. */
  heartbeatIntervalMs: number
  /** Largest frame the server takes. */
  frameBytes: number
  nickName?: string
  faceUrl?: string
}

/** Requests about the login and the device's state. */
export interface SessionMethods {
  login: { params: LoginParams; result: LoginResult }
  logout: { params: Record<string, never>; result: Record<string, never> }
  'presence.background': { params: { unreadCount: number }; result: Record<string, never> }
  'presence.foreground': { params: Record<string, never>; result: Record<string, never> }
  'server.time': { params: Record<string, never>; result: { serverTimeMs: number } }
}

export const sessionMethods = [
  'login',
  'logout',
  'presence.background',
  'presence.foreground',
  'server.time',
] as const satisfies readonly (keyof SessionMethods)[]
