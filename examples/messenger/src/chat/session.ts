import { Store } from '../store'
import { strings } from '../strings'
import { registerForPush } from '../push/push'
import { forgetAccount, storeAccount, storedAccount, type Account } from './account'
import { openConversationList } from './conversation-list'
import { openSDK, sdk } from './sdk'

/** Who is signed in, and how the connection is. */
export type Session =
  | { state: 'starting' }
  | { state: 'signed-out'; problem?: string }
  | { state: 'signing-in' }
  | { state: 'signed-in'; userID: string; isConnected: boolean }

export const session = new Store<Session>({ state: 'starting' })

/** When the app starts: signs in again who was signed in before. */
export const startSession = async (): Promise<void> => {
  const account = await storedAccount()
  if (account === undefined) session.set({ state: 'signed-out' })
  else await signIn(account)
}

export const signIn = async (account: Account): Promise<void> => {
  session.set({ state: 'signing-in' })
  const opened = await openSDK(account, {
    onConnecting: () => setConnected(false),
    onConnectSuccess: () => setConnected(true),
    onConnectFailed: () => setConnected(false),
    onKickedOffline: () => void endSession(strings.kicked),
    onUserSigExpired: () => void endSession(strings.sigExpired),
  })
  if (opened.code !== 0) return session.set({ state: 'signed-out', problem: problemOf(opened) })
  const { userID, userSig } = account
  const answer = await sdk.login(userID, userSig)
  if (answer.code !== 0) return session.set({ state: 'signed-out', problem: problemOf(answer) })
  await storeAccount(account)
  session.set({ state: 'signed-in', userID, isConnected: true })
  // Neither holds up the sign-in: the list fills when it is there, and push reports by itself.
  void openConversationList()
  void registerForPush()
}

export const signOut = async (): Promise<void> => {
  // From here on no push of this user reaches this phone.
  await sdk.logout()
  await endSession()
}

const endSession = async (problem?: string): Promise<void> => {
  await forgetAccount()
  session.set({ state: 'signed-out', ...(problem !== undefined && { problem }) })
}

const setConnected = (isConnected: boolean): void =>
  session.update((now) => (now.state === 'signed-in' ? { ...now, isConnected } : now))

/** An answer of the SDK in words: its `desc` says what is wrong and what to do. */
export const problemOf = ({ code, desc }: { code: number; desc: string }): string => `${desc} (${code})`
