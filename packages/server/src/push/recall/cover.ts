import type { PushNotification } from '@carillon/channels'
import { pushLanguageOf, pushTexts, type MessageRecord } from '@carillon/protocol'

import type { AppSettings } from '../../tenants/types.ts'
import { collapseKeyOf } from '../planner/collapse-key.ts'
import type { RecallTarget } from './targets.ts'

/**
 * What takes the place of a recalled message's notification where the vendor removes none: the same title,
 * and that the message was recalled, in the device's language.
 */
export const coverOf = (
  record: MessageRecord,
  { title, address }: Pick<RecallTarget, 'title' | 'address'>,
  { push }: Pick<AppSettings, 'push'>,
  deadlineMs: number,
): PushNotification => {
  const language = pushLanguageOf(address?.language, push.defaultLanguage)
  return {
    msgID: record.msgID,
    title: title ?? (record.sender.nickName || record.sender.userID),
    body: push.texts[language]?.recalled ?? pushTexts[language].recalled,
    ext: '',
    collapseKey: collapseKeyOf(record.msgID),
    deadlineMs,
    ...(address?.isHarmonyOS === true ? { isHarmonyOS: true } : {}),
    // Class and channel must be those of the covered one; words of the sender's must not come again.
    options: classOptions(record.offlinePushInfo),
  }
}

const classOptions = (options: MessageRecord['offlinePushInfo'] = {}): PushNotification['options'] =>
  Object.fromEntries(
    Object.entries(options).filter(
      ([name]) => !['title', 'desc', 'ext'].includes(name) && !/image/i.test(name),
    ),
  )
