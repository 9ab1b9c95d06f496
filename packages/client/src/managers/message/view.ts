import type { MessageContent } from '@carillon/protocol'

import { MessageStatus } from '../../api/enums.ts'
import type { V2TimMessage } from '../../api/messages.ts'
import type { Draft, LocalMessage } from '../../messages/created-messages.ts'
import { hasFiles, pathsOf, previewOf } from '../../messages/drafts.ts'
import { contentOf } from '../../messages/to-v2tim-message.ts'

/** A message on its way as the app sees it. */
export const localView = (
  message: LocalMessage,
  { elements, ...content }: Draft & Omit<MessageContent, 'elements'>,
  me: string | undefined,
): V2TimMessage => ({
  ...contentOf({ elements: elements.map(previewOf), ...content }, undefined, pathsOf(elements)),
  ...(hasFiles(elements) && { progress: 0 }),
  id: message.id,
  timestamp: Math.floor(message.createdAtMs / 1000),
  ...(me !== undefined && { sender: me }),
  status: MessageStatus.SENDING,
  isSelf: true,
  isRead: true,
  isPeerRead: false,
  random: message.random,
})
