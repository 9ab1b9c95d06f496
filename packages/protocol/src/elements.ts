/** Text. */
export interface TextElement {
  type: 'text'
  text: string
}

/** The app's own content. `desc` is the text shown in a push; without one the message is not pushed. */
export interface CustomElement {
  type: 'custom'
  data: string
  desc: string
  extension: string
}

/** An uploaded file. Who may read the message gets a URL for it that ends. */
export interface StoredFile {
  fileID: string
  bytes: number
}

/** A stored picture. */
export interface StoredImage extends StoredFile {
  width: number
  height: number
}

/** A picture in its sizes. `original` is what the sender uploaded; the others are made by the server. */
export interface ImageElement {
  type: 'image'
  original: StoredImage
  large?: StoredImage
  thumb?: StoredImage
}

/** A voice message. */
export interface SoundElement {
  type: 'sound'
  sound: StoredFile
  durationSeconds: number
}

/** A video with the picture shown before it plays. */
export interface VideoElement {
  type: 'video'
  video: StoredFile
  /** File type as the app gave it: "mp4". */
  format: string
  durationSeconds: number
  snapshot: StoredImage
}

/** A file. */
export interface FileElement {
  type: 'file'
  file: StoredFile
  fileName: string
}

/** A place on earth, in degrees. */
export interface LocationElement {
  type: 'location'
  desc: string
  longitude: number
  latitude: number
}

/** A sticker, in the app's own numbering. */
export interface FaceElement {
  type: 'face'
  index: number
  data: string
}

/** Several messages forwarded as one. The messages themselves are fetched on demand. */
export interface MergerElement {
  type: 'merger'
  title: string
  abstractList: string[]
  /** Shown by clients that know no merged messages. */
  compatibleText: string
  /** On the way to the server: the messages, which the sender must be able to read. Not there when a merged message is sent on. */
  msgIDs?: string[]
  /** Under which the server keeps the messages. Who knows it may read them: it is long and random. */
  mergedID?: string
  /** Merged messages inside merged messages go deeper than the server keeps. */
  isLayersOverLimit?: boolean
}

/** A user as a group tip names it. */
export interface TipUser {
  userID: string
  nickName?: string
  faceUrl?: string
  nameCard?: string
}

/** One changed property of a group; `type` is the original's number (1 name, 2 introduction, 3 notification, ...). */
export interface GroupInfoChange {
  type: number
  value?: string
  key?: string
  boolValue?: boolean
  intValue?: number
}

/**
 * Something happened in a group. Made by the server only. `tip` is the original's number: 1 join,
 * 2 invite, 3 quit, 4 kicked, 5 set admin, 6 cancel admin, 7 group info, 8 member info.
 */
export interface GroupTipsElement {
  type: 'group-tips'
  tip: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
  operator: TipUser
  members: TipUser[]
  groupChanges?: GroupInfoChange[]
  /** Seconds each member is muted for, 0 for no more. */
  memberChanges?: { userID: string; muteSeconds: number }[]
  memberCount?: number
}

/** One part of a message's content. */
export type MessageElement =
  | TextElement
  | CustomElement
  | ImageElement
  | SoundElement
  | VideoElement
  | FileElement
  | LocationElement
  | FaceElement
  | MergerElement
  | GroupTipsElement
