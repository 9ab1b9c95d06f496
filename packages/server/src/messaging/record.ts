import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import { loadProfiles, type Profile } from './queries.ts'
import type { Send } from './types.ts'

/** Profiles by `userKey`. */
export type Profiles = ReadonlyMap<string, Profile>

/** A user of a tenant as a Map's key. */
export const userKey = (sdkAppID: number, userID: string): string => `${sdkAppID}\n${userID}`

/** The profiles of senders and receivers; an account that does not exist is left out. */
export const profilesOf = async (sends: readonly Send[], db: Db): Promise<Profiles> => {
  const wanted = new Map<string, { sdkAppID: number; userID: string }>()
  for (const { sdkAppID, sender, params } of sends)
    for (const userID of [sender, params.receiver])
      wanted.set(userKey(sdkAppID, userID), { sdkAppID, userID })
  const profiles = await loadProfiles(db, [...wanted.values()])
  return new Map(profiles.map((profile) => [userKey(profile.sdkAppID, profile.userID), profile]))
}

/** A message as everyone will see it. */
export const toRecord = (
  { sdkAppID, sender, params }: Send,
  place: { msgID: string; seq: number; sentAtMs: number },
  profiles: Profiles,
): MessageRecord => {
  const profile = profiles.get(userKey(sdkAppID, sender))
  return {
    ...params,
    msgID: place.msgID,
    seq: place.seq,
    sdkAppID,
    sender: {
      userID: sender,
      ...(profile?.nickName == null ? {} : { nickName: profile.nickName }),
      ...(profile?.faceUrl == null ? {} : { faceUrl: profile.faceUrl }),
    },
    timestampMs: place.sentAtMs,
  }
}
