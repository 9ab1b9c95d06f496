/** A group member in short. */
export interface V2TimGroupMemberInfo {
  userID?: string
  nickName?: string
  nameCard?: string
  friendRemark?: string
  faceUrl?: string
}

/** One changed property of a group. `type`: 1 name, 2 introduction, 3 notification, 4 face, 5 owner, 6 custom, 8 mute all, ... */
export interface V2TimGroupChangeInfo {
  type?: number
  value?: string
  key?: string
  boolValue?: boolean
}

/** A member who may not speak for some time; 0 s: who may again. */
export interface V2TimGroupMemberChangeInfo {
  userID?: string
  muteTime?: number
}
