import Type from 'typebox'

import { groupLimits } from '../groups.ts'
import { limits } from '../limits.ts'
import { elementSchema } from './elements.ts'
import { anyID, longText } from './parts.ts'

const optionalText = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const flag = Type.Optional(Type.Boolean())

/** `OfflinePushInfo` on the wire. Lengths here bound memory; exact byte limits are the vendors'. */
export const offlinePushInfoSchema = Type.Object(
  {
    title: optionalText(limits.pushTitleBytes),
    desc: optionalText(limits.pushDescBytes),
    ext: Type.Optional(longText),
    disablePush: flag,
    iOSSound: optionalText(128),
    ignoreIOSBadge: flag,
    iOSPushType: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 })),
    iOSInterruptionLevel: optionalText(32),
    iOSImage: optionalText(1024),
    enableIOSBackgroundNotification: flag,
    androidSound: optionalText(128),
    androidFCMChannelID: optionalText(256),
    androidXiaoMiChannelID: optionalText(256),
    androidOPPOChannelID: optionalText(256),
    androidOPPOCategory: optionalText(64),
    androidOPPONotifyLevel: Type.Optional(Type.Integer({ minimum: 0, maximum: 16 })),
    androidVIVOClassification: Type.Optional(
      Type.Union([Type.String({ maxLength: 8 }), Type.Integer({ minimum: 0, maximum: 1 })]),
    ),
    androidVIVOCategory: optionalText(64),
    androidHuaWeiCategory: optionalText(64),
    androidHuaWeiImage: optionalText(1024),
    androidHonorImportance: optionalText(32),
    androidHonorImage: optionalText(1024),
    androidMeizuNotifyType: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 })),
    androidFCMImage: optionalText(1024),
    harmonyImage: optionalText(1024),
    harmonyCategory: optionalText(64),
    ignoreHarmonyBadge: flag,
    vendorParams: optionalText(1024),
  },
  { additionalProperties: false },
)

/** The fields of `MessageContent`, to be spread into what carries one. */
export const messageContentFields = {
  elements: Type.Array(elementSchema, {
    minItems: 1,
    maxItems: limits.elementsPerMessage,
  }),
  atUserIDs: Type.Optional(Type.Array(anyID, { maxItems: groupLimits.mentions })),
  targetUserIDs: Type.Optional(Type.Array(anyID, { minItems: 1, maxItems: groupLimits.targets })),
  priority: Type.Optional(Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
  isOnlineOnly: flag,
  isExcludedFromUnreadCount: flag,
  isExcludedFromLastMessage: flag,
  needReadReceipt: flag,
  isSupportMessageExtension: flag,
  cloudCustomData: Type.Optional(longText),
  offlinePushInfo: Type.Optional(offlinePushInfoSchema),
}

/** `MessageContent` on the wire. */
export const messageContentSchema = Type.Object(messageContentFields, { additionalProperties: false })
