import type { V2TimGroupChangeInfo, V2TimGroupMemberChangeInfo, V2TimGroupMemberInfo } from './group-tips.ts'

/** Elements are chained: `nextElem` is the message's next one, with its own `elemType`. */
interface Elem {
  nextElem?: V2TimNextElem
}

/** The next element of a message with several. Which fields it has depends on `elemType`. */
export type V2TimNextElem = { elemType: number } & V2TimTextElem &
  V2TimCustomElem &
  Partial<V2TimLocationElem> &
  Omit<V2TimFaceElem, 'data'>

export interface V2TimTextElem extends Elem {
  text?: string
}

export interface V2TimCustomElem extends Elem {
  data?: string
  desc?: string
  extension?: string
}

/** A picture in one of its sizes. */
export interface V2TimImage {
  uuid?: string
  /** 0 original, 1 thumbnail, 2 large. */
  type?: number
  /** Bytes. */
  size?: number
  width?: number
  height?: number
  url?: string
  localUrl?: string
}

export interface V2TimImageElem extends Elem {
  /** At the sender alone: where it lies on this device. */
  path?: string
  imageList?: V2TimImage[]
}

export interface V2TimSoundElem extends Elem {
  path?: string
  UUID?: string
  dataSize?: number
  /** Seconds. */
  duration?: number
  url?: string
  localUrl?: string
}

export interface V2TimVideoElem extends Elem {
  videoPath?: string
  UUID?: string
  videoSize?: number
  /** Seconds. */
  duration?: number
  snapshotPath?: string
  snapshotUUID?: string
  snapshotSize?: number
  snapshotWidth?: number
  snapshotHeight?: number
  videoUrl?: string
  snapshotUrl?: string
  localVideoUrl?: string
  localSnapshotUrl?: string
}

export interface V2TimFileElem extends Elem {
  path?: string
  fileName?: string
  UUID?: string
  url?: string
  fileSize?: number
  localUrl?: string
}

export interface V2TimLocationElem extends Elem {
  desc?: string
  longitude: number
  latitude: number
}

export interface V2TimFaceElem extends Elem {
  index?: number
  data?: string
}

export interface V2TimMergerElem extends Elem {
  isLayersOverLimit?: boolean
  title?: string
  abstractList?: string[]
}

/** `type`: 1 join, 2 invite, 3 quit, 4 kicked, 5 set admin, 6 cancel admin, 7 group info, 8 member info. */
export interface V2TimGroupTipsElem extends Elem {
  groupID: string
  type: number
  opMember: V2TimGroupMemberInfo
  memberList?: V2TimGroupMemberInfo[]
  groupChangeInfoList?: V2TimGroupChangeInfo[]
  memberChangeInfoList?: V2TimGroupMemberChangeInfo[]
  memberCount?: number
}
