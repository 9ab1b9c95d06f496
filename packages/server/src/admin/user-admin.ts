import { ErrorCode, isUserID, utf8Bytes } from '@carillon/protocol'

import { makeUserSig } from '../accounts/user-sig.ts'
import {
  findUser,
  importUsers,
  listUsers,
  updateProfile,
  type ProfileChanges,
  type User,
} from '../accounts/users.ts'
import { OperatorError } from '../operator-error.ts'
import type { Database } from '../store/db.ts'
import type { AppAdmin } from './app-admin.ts'

/** What can be done with users. Every method throws OperatorError for what the caller can mend. */
export interface UserAdmin {
  /** Registers a user; one that is there keeps its profile but for what is given. */
  createUser(input: { sdkAppID: number; userID: string } & ProfileChanges): Promise<User>
  /** Changes a profile; null clears. */
  changeProfile(input: { sdkAppID: number; userID: string } & ProfileChanges): Promise<User>
  user(sdkAppID: number, userID: string): Promise<User>
  /** In the order of their IDs, from the one behind `after` on; 100 at a time unless told. */
  listUsers(sdkAppID: number, page?: { after?: string; limit?: number }): Promise<User[]>
  /**
   * A UserSig made with the newest secret key, good for 180 days unless told. The user need not exist.
   * @param input `lifeS` in seconds
   */
  makeUserSig(input: { sdkAppID: number; userID: string; lifeS?: number; nowMs?: number }): Promise<string>
}

const profileBytes = 500

/** Makes the part of the administration that deals with users. */
export const createUserAdmin = (db: Database, apps: AppAdmin): UserAdmin => {
  const user = async (sdkAppID: number, userID: string): Promise<User> => {
    await apps.app(sdkAppID)
    const found = await findUser(db, sdkAppID, userID)
    if (found === undefined)
      throw new OperatorError(
        'CRL_USER_NOT_FOUND',
        `App ${sdkAppID} has no user "${userID}". Users appear with their first login, or by: carillon user add.`,
      )
    return found
  }
  return {
    user,
    async createUser({ sdkAppID, userID, ...profile }) {
      checkUserID(userID)
      checkProfile(profile)
      await apps.app(sdkAppID)
      await importUsers(db, sdkAppID, [userID])
      await updateProfile(db, sdkAppID, userID, profile)
      return await user(sdkAppID, userID)
    },
    async changeProfile({ sdkAppID, userID, ...profile }) {
      checkProfile(profile)
      await user(sdkAppID, userID)
      await updateProfile(db, sdkAppID, userID, profile)
      return await user(sdkAppID, userID)
    },
    async listUsers(sdkAppID, { after = '', limit = 100 } = {}) {
      await apps.app(sdkAppID)
      return await listUsers(db, sdkAppID, { after, limit })
    },
    async makeUserSig({ sdkAppID, userID, lifeS, nowMs = Date.now() }) {
      checkUserID(userID)
      if (lifeS !== undefined && !(Number.isSafeInteger(lifeS) && lifeS > 0))
        throw new OperatorError(
          'CRL_INVALID',
          `The life of a UserSig is a whole number of seconds above 0, got ${lifeS}.`,
        )
      const [key] = await apps.secretKeys(sdkAppID)
      if (key === undefined)
        throw new OperatorError(
          `CRL_${ErrorCode.PUBLICKEY_NOT_FOUND}`,
          `App ${sdkAppID} has no secret key. Add one: carillon app add-key ${sdkAppID}.`,
        )
      const { secretKey } = key
      return makeUserSig({ sdkAppID, secretKey, userID, nowMs, ...(lifeS === undefined ? {} : { lifeS }) })
    },
  }
}

const checkUserID = (userID: string): void => {
  if (!isUserID(userID))
    throw new OperatorError(
      'CRL_INVALID',
      `A userID has 1 to 32 bytes of printable ASCII, got ${JSON.stringify(userID.slice(0, 64))}.`,
    )
}

const checkProfile = ({ nickName, faceUrl }: ProfileChanges): void => {
  for (const [name, value] of Object.entries({ nickName, faceUrl }))
    if (typeof value === 'string' && (utf8Bytes(value) > profileBytes || value.includes('\0')))
      throw new OperatorError('CRL_INVALID', `${name} has at most ${profileBytes} bytes and no NUL.`)
}
