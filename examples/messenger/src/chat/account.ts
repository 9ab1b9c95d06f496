import AsyncStorage from '@react-native-async-storage/async-storage'

import type { Backend } from './sdk'

/** What somebody signs in with. */
export interface Account extends Backend {
  userID: string
  /** Made by your own server (or `carillon usersig` while developing) with the app's secret key. */
  userSig: string
}

const storageKey = 'messenger.account'

/** The account of the last sign-in, which outlives the app's process. */
export const storedAccount = async (): Promise<Account | undefined> => {
  const text = await AsyncStorage.getItem(storageKey)
  return text === null ? undefined : (JSON.parse(text) as Account)
}

export const storeAccount = async (account: Account): Promise<void> =>
  AsyncStorage.setItem(storageKey, JSON.stringify(account))

export const forgetAccount = async (): Promise<void> => AsyncStorage.removeItem(storageKey)

/**
 * What a pasted text says of an account: the line that `user <userID>` of `npm start` prints, the answer of
 * `carillon usersig --json`, a link that carries the same names (`…#server=ws://…&userID=ann`), or a bare UserSig.
 */
export const parsePastedAccount = (pasted: string): Partial<Account> => {
  const text = pasted.trim()
  const { server, sdkAppID, userID, userSig } = text.startsWith('{') ? fieldsOfJson(text) : fieldsOfLink(text)
  const number = Number(sdkAppID)
  return {
    ...(isText(server) && { server }),
    ...(Number.isInteger(number) && number > 0 && { sdkAppID: number }),
    ...(isText(userID) && { userID }),
    ...(isText(userSig) && { userSig }),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const fieldsOfJson = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

const fieldsOfLink = (text: string): Record<string, unknown> => {
  const query = /[?#](.*)$/.exec(text)?.[1]
  if (query === undefined) return /^[\w*=+/-]{40,}$/.test(text) ? { userSig: text } : {}
  const pairs = query.split('&').map((pair) => pair.split('=', 2))
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, decodeURIComponent(value)]))
}
