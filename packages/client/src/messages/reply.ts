import { MessageElemType } from '../api/enums.ts'
import type { V2TimMessage } from '../api/messages.ts'

/** What stands for a message in a reply to it: the original's own words, which other clients show. */
const abstracts: Record<number, string> = {
  [MessageElemType.V2TIM_ELEM_TYPE_NONE]: '[没有元素]',
  [MessageElemType.V2TIM_ELEM_TYPE_TEXT]: '[文本消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_CUSTOM]: '[自定义消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_IMAGE]: '[图片消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_SOUND]: '[语音消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_VIDEO]: '[视频消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_FILE]: '[文件消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_LOCATION]: '[位置消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_FACE]: '[表情消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_GROUP_TIPS]: '[群消息]',
  [MessageElemType.V2TIM_ELEM_TYPE_MERGER]: '[合并消息]',
}

/** The `cloudCustomData` of a reply to `message`. */
export const replyData = ({ msgID, nickName, sender, elemType = 0 }: V2TimMessage): string =>
  JSON.stringify({
    messageReply: {
      messageID: msgID ?? '',
      messageAbstract: abstracts[elemType] ?? '',
      messageSender: nickName || (sender ?? ''),
      messageType: elemType,
      version: 1,
    },
  })
