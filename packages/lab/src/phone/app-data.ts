import { randomHex } from '../random.ts'
import type { AppStorage } from './app-types.ts'
import type { PushServiceName } from './types.ts'

/** What an installed app keeps on the phone; gone with the app or its cleared data. */
export class AppData {
  /** Changes with every installation and with cleared data. */
  readonly installationID = randomHex(16)
  readonly items = new Map<string, string>()
  /** What each push service gave the app. */
  readonly tokens: Partial<Record<PushServiceName, string>> = {}
  /** What PushKit of an iPhone gave it, besides the token for alerts. */
  voipToken: string | undefined
}

/** Runs an app's call; after the process is gone it never settles, as in a process that is gone. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Lets everything through: for calls from outside the app. */
export const openGate: Gate = (work) => work()

/** A gate that shuts when `signal` is aborted. */
export const gateUntil =
  (signal: AbortSignal): Gate =>
  async (work) => {
    const never = new Promise<never>(() => {})
    if (signal.aborted) return never
    try {
      const value = await work()
      return signal.aborted ? await never : value
    } catch (error) {
      if (signal.aborted) return never
      throw error
    }
  }

/** The key-value store of an app's process. */
export const storageOf = ({ items }: AppData, gate: Gate): AppStorage => ({
  getItem: (key) => gate(async () => items.get(key) ?? null),
  setItem: (key, value) =>
    gate(async () => {
      items.set(key, value)
    }),
  removeItem: (key) =>
    gate(async () => {
      items.delete(key)
    }),
  getAllKeys: () => gate(async () => [...items.keys()]),
  clear: () => gate(async () => items.clear()),
})
