import type { StringMap } from './callbacks.ts'

/** A user in a simple message's callback. */
export interface V2TimUserInfo {
  userID: string
  nickName?: string
  faceUrl?: string
}

/** A user's profile. */
export interface V2TimUserFullInfo {
  userID?: string
  nickName?: string
  faceUrl?: string
  selfSignature?: string
  /** 0 unknown, 1 male, 2 female. */
  gender?: number
  /** 0 anyone may add me, 1 I must confirm, 2 nobody. */
  allowType?: number
  customInfo?: StringMap
  role?: number
  level?: number
  /** yyyymmdd as a number. */
  birthday?: number
}

/** A user's presence. */
export interface V2TimUserStatus {
  userID?: string
  /** 0 unknown, 1 online, 2 offline, 3 not logged in. */
  statusType?: number
  customStatus?: string
}
