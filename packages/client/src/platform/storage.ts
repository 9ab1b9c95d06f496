import { withinTime, type Clock } from './clock.ts'
import { globals } from './globals.ts'
import type { Logger } from './logger.ts'

/**
 * Where the SDK keeps the few values that must outlive the app's process: its device ID and a logout
 * the server has not heard of yet. React Native's AsyncStorage fits as it is.
 */
export interface KeyValueStorage {
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<unknown>
  removeItem(key: string): Promise<unknown>
}

/** A storage that lasts as long as the process. */
export const memoryStorage = (): KeyValueStorage => {
  const values = new Map<string, string>()
  return {
    getItem: async (key) => values.get(key) ?? null,
    setItem: async (key, value) => void values.set(key, value),
    removeItem: async (key) => void values.delete(key),
  }
}

/** The page's localStorage, or undefined where there is none or the browser forbids it. */
export const pageStorage = (): KeyValueStorage | undefined => {
  if (globals.document === undefined) return undefined
  try {
    const { localStorage } = globals
    if (localStorage === undefined) return undefined
    return {
      getItem: async (key) => localStorage.getItem(key),
      setItem: async (key, value) => localStorage.setItem(key, value),
      removeItem: async (key) => localStorage.removeItem(key),
    }
  } catch {
    // Reading the property throws where site data is blocked.
    return undefined
  }
}

const limitMs = 3000

/** A storage that cannot stop the SDK: what fails or hangs is logged and counts as empty. */
export class SafeStorage {
  readonly #storage: KeyValueStorage
  readonly #clock: Clock
  readonly #log: Logger

  constructor(storage: KeyValueStorage, clock: Clock, log: Logger) {
    this.#storage = storage
    this.#clock = clock
    this.#log = log
  }

  async get(key: string): Promise<string | undefined> {
    const value = await this.#run(`reading ${key}`, () => this.#storage.getItem(key))
    return typeof value === 'string' ? value : undefined
  }

  async set(key: string, value: string): Promise<void> {
    await this.#run(`writing ${key}`, () => this.#storage.setItem(key, value))
  }

  async remove(key: string): Promise<void> {
    await this.#run(`removing ${key}`, () => this.#storage.removeItem(key))
  }

  #run<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    return withinTime(this.#clock, limitMs, work, (error) =>
      this.#log.warn(`storage: ${what} failed: ${String(error)}`),
    )
  }
}
