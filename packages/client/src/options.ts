import { platforms, socketPath, type Platform } from '@carillon/protocol'

import { platformFiles } from './files/platform-files.ts'
import type { FileAccess } from './files/types.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { detectLanguage, detectPlatform } from './platform/detect.ts'
import { globals, type WebSocketConstructor } from './platform/globals.ts'
import type { LogSink } from './platform/logger.ts'
import type { KeyValueStorage } from './platform/storage.ts'
import type { OpenLocalStore } from './store/open.ts'

/** What an app may set before `initSDK`. Only `server` has no default (and `platform` in React Native). */
export interface ClientOptions {
  /** Where the server is: `wss://chat.example.com`, or http(s), which is taken as ws(s). A path is a prefix. */
  server?: string | undefined
  /** The platform kind. In React Native give `Platform.OS` (its 'macos' is 'mac'); elsewhere it is found by itself. */
  platform?: Platform | 'macos' | undefined
  /** What people call the device: "Xiaomi 14". Shown in push stories and to whoever is kicked by it. At most 64 characters. */
  deviceName?: string | undefined
  /** The app's version, "3.2.1": the operator sees by it whether a release loses pushes. At most 32 printable characters. */
  appVersion?: string | undefined
  /**
   * The language of pushes' default texts, as a tag: "zh-Hant". Default: that of the system, as far as the
   * platform tells it.
   */
  language?: string | undefined
  /** What must outlive the process. Default: localStorage in a page, else memory. In React Native give AsyncStorage. */
  storage?: KeyValueStorage | undefined
  /**
   * Where messages, drafts and what else is this device's own are kept. Default: memory, until the app ends. See
   * `@carillon/client/react-native` and `@carillon/client/node`.
   */
  localStore?: OpenLocalStore | undefined
  /** How files on this device are reached. Default: what React Native and browsers can; in Node give `nodeFiles()` of `@carillon/client/node`. */
  files?: FileAccess | undefined
  /** A WebSocket class in place of the platform's own. */
  webSocket?: WebSocketConstructor | undefined
  /** How long a message or report is tried before it fails. Default 30 s. */
  sendTimeoutMs?: number | undefined
  /** How long `login` tries to reach the server. Default 15 s. */
  loginTimeoutMs?: number | undefined
  /** How long one attempt to connect may take. Default 10 s. */
  connectTimeoutMs?: number | undefined
  /** Where log lines go. Default: the console. */
  log?: LogSink | undefined
  /** Time, for tests. */
  clock?: Clock | undefined
  /** Numbers from 0 to below 1 for the jitter of reconnects, for tests. */
  random?: (() => number) | undefined
}

/** Options with every default filled in. */
export interface Settings {
  /** URL of the gateway's socket. */
  url: string
  platform: Platform
  deviceName: string | undefined
  appVersion: string | undefined
  language: string | undefined
  localStore: OpenLocalStore | undefined
  files: FileAccess
  webSocket: WebSocketConstructor
  sendTimeoutMs: number
  loginTimeoutMs: number
  connectTimeoutMs: number
  clock: Clock
  random: () => number
}

/** Checked settings, or a text that says which option is wrong, what was found and what to do. */
export const resolveSettings = (options: ClientOptions): Settings | string => {
  if (options.server === undefined) {
    return "server is not set: call TencentImSDKPlugin.configure({ server: 'wss://your-server' }) before initSDK"
  }
  const url = socketUrl(options.server)
  if (url === undefined) {
    return `server: expected an address like wss://chat.example.com (ws, wss, http or https, no query), got ${shown(options.server)}`
  }
  const platform = options.platform === 'macos' ? 'mac' : (options.platform ?? detectPlatform())
  if (platform === undefined) {
    return "platform is not set: in React Native call TencentImSDKPlugin.configure({ platform: Platform.OS }) (Platform is react-native's) before initSDK"
  }
  if (!platforms.includes(platform)) {
    return `platform: expected one of ${platforms.join(', ')}, got ${shown(platform)}`
  }
  const webSocket = options.webSocket ?? globals.WebSocket
  if (typeof webSocket !== 'function') {
    return 'webSocket is not set and this platform has no WebSocket: give a class with configure({ webSocket })'
  }
  for (const name of ['sendTimeoutMs', 'loginTimeoutMs', 'connectTimeoutMs'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
      return `${name}: expected a number of milliseconds above 0, got ${shown(value)}`
    }
  }
  return {
    url,
    platform,
    deviceName: options.deviceName?.slice(0, 64),
    appVersion: options.appVersion?.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 32),
    language: (options.language ?? detectLanguage())?.slice(0, 35),
    localStore: options.localStore,
    files: options.files ?? platformFiles,
    webSocket,
    sendTimeoutMs: options.sendTimeoutMs ?? 30_000,
    loginTimeoutMs: options.loginTimeoutMs ?? 15_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}

const address = /^(https?|wss?):\/\/([^/?#\s@]+)(\/[^?#\s]*)?$/i

/** The gateway's socket under `server`, or undefined when it is not an address. */
export const socketUrl = (server: unknown): string | undefined => {
  // By pattern and not by URL: React Native's own URL class lacks most of the standard's fields.
  const parts = typeof server === 'string' ? address.exec(server.trim()) : null
  if (parts === null) return undefined
  const scheme = /^(https|wss)$/i.test(parts[1] ?? '') ? 'wss' : 'ws'
  const prefix = (parts[3] ?? '').replace(/\/+$/, '')
  return `${scheme}://${parts[2]}${prefix.endsWith(socketPath) ? prefix : prefix + socketPath}`
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 100)
