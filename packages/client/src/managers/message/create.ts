import {
  atAll,
  groupLimits,
  isUserID,
  limits,
  type MergerElement,
  type MessageElement,
} from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import { MessageStatus } from '../../api/enums.ts'
import type { CreateCustomMessageParam, V2TimMessage, V2TimMsgCreateInfoResult } from '../../api/messages.ts'
import { failure, okWith, unknownIdCode } from '../../api/results.ts'
import { pathOf } from '../../files/platform-files.ts'
import { checkElements, invalid } from '../../messages/check.ts'
import type { Draft } from '../../messages/created-messages.ts'
import type { DraftElement } from '../../messages/drafts.ts'
import type { KeptMessage } from '../../store/types.ts'
import { messageNotFound, notInitialised, checkTexts, withAccount, type MessageParts } from './parts.ts'
import { localView } from './view.ts'

type Created = V2TimValueCallback<V2TimMsgCreateInfoResult>

const idNotKnown = failure(unknownIdCode, 'id not exist please try create again')

/** Both spellings of the word for everyone that apps use. */
const everyone: readonly string[] = [atAll, '__kImSDK_MessageAtALL__']

/** Elements that may stand behind another one. */
const appendable: readonly DraftElement['type'][] = ['text', 'custom', 'location', 'face']

/** Methods that make messages. All of them are local: nothing is sent. */
export const messageCreation = ({ session, created }: MessageParts) => {
  const create = (draft: Draft): Created => {
    if (!session.isInitialised) return notInitialised
    const problem = checkElements(draft.elements)
    if (problem !== undefined) return problem
    const message = created.create(draft, session.nowMs)
    return okWith({ id: message.id, messageInfo: localView(message, draft, session.loginUser) })
  }
  const one = (element: DraftElement): Created => create({ elements: [element] })
  return {
    /** A text message, at most 12 KB. */
    async createTextMessage(text: string): Promise<Created> {
      return one({ type: 'text', text })
    },

    /** A text message that mentions members of a group, at most 30, everyone (`__kImSDK_MesssageAtALL__`) counted as one. */
    async createTextAtMessage(text: string, atUserList: string[]): Promise<Created> {
      const problem = checkTexts(atUserList, 'atUserList', groupLimits.mentions)
      if (problem !== undefined) return problem
      const atUserIDs = [...new Set(atUserList.map((userID) => (everyone.includes(userID) ? atAll : userID)))]
      const bad = atUserIDs.find((userID) => userID !== atAll && !isUserID(userID))
      if (bad !== undefined) return invalid(`atUserList: ${JSON.stringify(bad)} is no userID`)
      return create({ elements: [{ type: 'text', text }], atUserIDs })
    },

    /** Makes a created message one for some members of a group alone, at most 50. The other members do not see it. */
    async createTargetedGroupMessage(id: string, receiverList: string[]): Promise<Created> {
      const base = created.find(id)
      if (base === undefined) return idNotKnown
      const problem = checkTexts(receiverList, 'receiverList', groupLimits.targets)
      if (problem !== undefined) return problem
      if (base.atUserIDs !== undefined)
        return invalid('id: a message with @ cannot be for some members alone')
      const message = created.change(base, {
        elements: base.elements,
        targetUserIDs: [...new Set(receiverList)],
      })
      return okWith({ id: message.id, messageInfo: localView(message, message, session.loginUser) })
    },

    /** Adds the elements of a created message to another one. Text, custom, location and face can be added. */
    async appendMessage(
      createMessageBaseId: string,
      createMessageAppendId: string,
    ): Promise<V2TimValueCallback<V2TimMessage>> {
      const base = created.find(createMessageBaseId)
      const added = created.find(createMessageAppendId)
      if (base === undefined || added === undefined || base === added) return idNotKnown
      if (added.elements.some(({ type }) => !appendable.includes(type)))
        return invalid(`createMessageAppendId: only ${appendable.join(', ')} elements can be added`)
      const elements = [...base.elements, ...added.elements]
      if (elements.length > limits.elementsPerMessage)
        return invalid(`a message has at most ${limits.elementsPerMessage} elements`)
      const problem = checkElements(elements)
      if (problem !== undefined) return problem
      created.consume(createMessageAppendId)
      const message = created.change(base, { elements })
      return okWith(localView(message, message, session.loginUser))
    },

    /** A message of the app's own content. It is pushed only with a `desc` here or in `offlinePushInfo`. */
    async createCustomMessage(param: CreateCustomMessageParam): Promise<Created> {
      if (typeof param !== 'object' || param === null) return invalid('expected { data, desc?, extension? }')
      const { data, desc, extension } = param
      return one({ type: 'custom', data, desc: desc ?? '', extension: extension ?? '' })
    },

    /** A picture, at most 28 MB. It is uploaded as it is sent. */
    async createImageMessage(imagePath: string): Promise<Created> {
      return one({ type: 'local-image', path: pathOf(imagePath) as string })
    },

    /** A voice message, at most 28 MB; `duration` in seconds. */
    async createSoundMessage(soundPath: string, duration: number): Promise<Created> {
      return one({ type: 'local-sound', path: pathOf(soundPath) as string, durationSeconds: duration })
    },

    /** A video, at most 100 MB, with the picture that stands for it; `type` such as "mp4", `duration` in seconds. */
    async createVideoMessage(
      videoFilePath: string,
      type: string,
      duration: number,
      snapshotPath: string,
    ): Promise<Created> {
      return one({
        type: 'local-video',
        path: pathOf(videoFilePath) as string,
        format: type,
        durationSeconds: duration,
        snapshotPath: pathOf(snapshotPath) as string,
      })
    },

    /** A file, at most 100 MB. */
    async createFileMessage(filePath: string, fileName: string): Promise<Created> {
      return one({ type: 'local-file', path: pathOf(filePath) as string, fileName })
    },

    /** A place, in degrees. Mind the order. */
    async createLocationMessage(desc: string, longitude: number, latitude: number): Promise<Created> {
      return one({ type: 'location', desc, longitude, latitude })
    },

    /** A sticker in the app's own numbering. */
    async createFaceMessage(index: number, data: string): Promise<Created> {
      return one({ type: 'face', index, data })
    },

    /**
     * Several messages as one, at most 300, all of them sent and none a group tip. `abstractList`: at most
     * 5 lines of 100 characters that say what is in it.
     */
    async createMergerMessage(
      msgIDList: string[],
      title: string,
      abstractList: string[],
      compatibleText: string,
    ): Promise<Created> {
      const problem = checkTexts(msgIDList, 'msgIDList', limits.mergedMessages)
      if (problem !== undefined) return problem
      return withAccount(session, async ({ messages }) => {
        const wanted = [...new Set(msgIDList)]
        const kept = await messages.find(wanted)
        if (kept.length < wanted.length || !kept.every(canBeSentOn)) return messageNotFound
        return one({ type: 'merger', title, abstractList, compatibleText, msgIDs: wanted })
      })
    },

    /** A copy of a message that was sent, to be sent on. */
    async createForwardMessage(msgID: string): Promise<Created> {
      return withAccount(session, async (account) => {
        const kept = (await account.messages.findOne(msgID)) ?? account.merged.get(msgID)
        return kept !== undefined && canBeSentOn(kept)
          ? create({ elements: kept.record.elements.map(toDraft) })
          : messageNotFound
      })
    },
  }
}

const canBeSentOn = ({ status, record }: KeptMessage): boolean =>
  status === MessageStatus.SEND_SUCC &&
  record.elements.length > 0 &&
  record.elements.every(({ type }) => type !== 'group-tips')

/** A merged message is sent on as what the server keeps already. */
const toDraft = (element: MessageElement): MessageElement => {
  if (element.type !== 'merger') return element
  const { msgIDs: _, ...kept } = element
  const draft: MergerElement = kept
  return draft
}
