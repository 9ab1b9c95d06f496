import { describe, expectTypeOf, it } from 'vitest'

import type {
  V2TimCustomElem,
  V2TimFaceElem,
  V2TimFileElem,
  V2TimImage,
  V2TimLocationElem,
  V2TimMergerElem,
  V2TimSoundElem,
  V2TimTextElem,
  V2TimVideoElem,
} from './elements.ts'
import type {
  V2TimGroupMessageReadMemberList,
  V2TimMessage,
  V2TimMessageChangeInfo,
  V2TimMessageExtension,
  V2TimMessageReceipt,
  V2TimMessageSearchResult,
  V2TimMsgCreateInfoResult,
  V2TimReceiveMessageOptInfo,
} from './messages.ts'

/** What an app written for the original hands over and takes, as the original declares it. */
interface OriginalMessage {
  msgID?: string
  timestamp?: number
  progress?: number
  sender?: string
  nickName?: string
  friendRemark?: string
  faceUrl?: string
  nameCard?: string
  groupID?: string
  userID?: string
  status?: number
  elemType?: number
  localCustomData?: string
  localCustomInt?: number
  cloudCustomData?: string
  isSelf?: boolean
  isRead?: boolean
  isPeerRead?: boolean
  priority?: number
  groupAtUserList?: string[]
  seq?: string
  random?: number
  isExcludedFromUnreadCount?: boolean
  isExcludedFromLastMessage?: boolean
  isSupportMessageExtension?: boolean
  id?: string
  needReadReceipt?: boolean
}

type Assignable<From, To> = [From] extends [To] ? true : false

/** Assignable both ways. */
type Same<One, Other> = Assignable<One, Other> extends true ? Assignable<Other, One> : false

describe('types of the original', () => {
  it('messages and elements go both ways', () => {
    type Own = Omit<V2TimMessage, `${string}Elem` | 'offlinePushInfo'>
    expectTypeOf<Same<Own, OriginalMessage>>().toEqualTypeOf<true>()
    expectTypeOf<Same<Omit<V2TimTextElem, 'nextElem'>, { text?: string }>>().toEqualTypeOf<true>()
    expectTypeOf<
      Same<Omit<V2TimCustomElem, 'nextElem'>, { data?: string; desc?: string; extension?: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        V2TimImage,
        {
          uuid?: string
          type?: number
          size?: number
          width?: number
          height?: number
          url?: string
          localUrl?: string
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        Omit<V2TimSoundElem, 'nextElem'>,
        {
          path?: string
          UUID?: string
          dataSize?: number
          duration?: number
          url?: string
          localUrl?: string
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<keyof Omit<V2TimVideoElem, 'nextElem'>>().toEqualTypeOf<
      | 'videoPath'
      | 'UUID'
      | 'videoSize'
      | 'duration'
      | 'snapshotPath'
      | 'snapshotUUID'
      | 'snapshotSize'
      | 'snapshotWidth'
      | 'snapshotHeight'
      | 'videoUrl'
      | 'snapshotUrl'
      | 'localVideoUrl'
      | 'localSnapshotUrl'
    >()
    expectTypeOf<keyof Omit<V2TimFileElem, 'nextElem'>>().toEqualTypeOf<
      'path' | 'fileName' | 'UUID' | 'url' | 'fileSize' | 'localUrl'
    >()
    expectTypeOf<
      Same<Omit<V2TimLocationElem, 'nextElem'>, { desc?: string; longitude: number; latitude: number }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<Omit<V2TimFaceElem, 'nextElem'>, { index?: number; data?: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<
        Omit<V2TimMergerElem, 'nextElem'>,
        { isLayersOverLimit?: boolean; title?: string; abstractList?: string[] }
      >
    >().toEqualTypeOf<true>()
  })

  it('results go both ways', () => {
    expectTypeOf<
      Same<
        V2TimMessageReceipt,
        {
          userID: string
          timestamp: number
          groupID?: string
          msgID?: string
          readCount?: number
          unreadCount?: number
        }
      >
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimMessageChangeInfo, { code?: number; desc?: string; message?: V2TimMessage }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimReceiveMessageOptInfo, { c2CReceiveMessageOpt?: number; userID: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimMessageExtension, { extensionKey: string; extensionValue: string }>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<V2TimMsgCreateInfoResult, { id?: string; messageInfo: V2TimMessage }>
    >().toEqualTypeOf<true>()
    expectTypeOf<keyof V2TimGroupMessageReadMemberList>().toEqualTypeOf<
      'nextSeq' | 'isFinished' | 'memberInfoList'
    >()
    expectTypeOf<
      Same<
        V2TimMessageSearchResult,
        {
          totalCount?: number
          messageSearchResultItems?: {
            conversationID?: string
            messageCount?: number
            messageList?: V2TimMessage[]
          }[]
        }
      >
    >().toEqualTypeOf<true>()
  })
})
