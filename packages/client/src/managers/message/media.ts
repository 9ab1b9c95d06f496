import { ErrorCode, type MessageElement, type StoredFile } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import type { V2TimMessageDownloadProgress, V2TimMessageOnlineUrl } from '../../api/messages.ts'
import { failure, ok, okWith, unknownIdCode } from '../../api/results.ts'
import { invalid } from '../../messages/check.ts'
import { elemsOf, elemTypeOf } from '../../messages/elems.ts'
import type { AccountSession } from '../../session/account-session.ts'
import type { KeptMessage } from '../../store/types.ts'
import { messageNotFound, withAccount, type MessageParts } from './parts.ts'

/** The original's answer to a second call for a download under way. */
const isDownloading = failure(unknownIdCode, 'The message is downloading')
const noFiles = failure(ErrorCode.INVALID_MSG_ELEM, 'the message holds no picture, sound, video or file')

/** A file of an element, with the name it is saved under. */
interface MediaFile {
  file: StoredFile
  name: string
}

/** Methods that bring the files of messages. */
export const messageMedia = ({ session }: MessageParts) => {
  const underWay = new Set<string>()

  const run = async (
    account: AccountSession,
    kept: KeptMessage,
    { file, name }: MediaFile,
    kind: Pick<V2TimMessageDownloadProgress, 'type' | 'isSnapshot'>,
  ): Promise<void> => {
    const { fileID, bytes } = file
    const tell = (progress: Partial<V2TimMessageDownloadProgress>): void => {
      const told: V2TimMessageDownloadProgress = {
        isFinish: false,
        isError: false,
        msgID: kept.msgID,
        totalSize: bytes,
        currentSize: 0,
        path: '',
        errorCode: 0,
        errorDesc: '',
        ...kind,
        ...progress,
      }
      session.advancedListeners.emit((listener) => listener.onMessageDownloadProgressCallback?.(told))
    }
    let currentSize = 0
    const answer = await account.files.download({
      fileID,
      bytes,
      name,
      onProgress: (size) => {
        currentSize = size
        tell({ currentSize })
      },
    })
    if ('code' in answer) {
      tell({ isError: true, currentSize, errorCode: answer.code, errorDesc: answer.desc })
      return
    }
    const { path } = answer
    await account.messages.update(kept.msgID, (each) => withDownloaded(each, fileID, path))
    tell({ isFinish: true, currentSize: bytes, path })
  }

  return {
    /**
     * The message's element with the addresses of its files, which end after a while: ask again then. A
     * picture's are in its `imageList`.
     */
    async getMessageOnlineUrl(msgID: string): Promise<V2TimValueCallback<V2TimMessageOnlineUrl>> {
      return withAccount(session, async (account) => {
        const kept = await find(account, msgID)
        if (kept === undefined) return messageNotFound
        const element = kept.record.elements.find((each) => filesOf(each).length > 0)
        if (element === undefined) return noFiles
        const urls = await account.files.urls(filesOf(element).map(({ file }) => file.fileID))
        if (!(urls instanceof Map)) return failure((urls as V2TimCallback).code, (urls as V2TimCallback).desc)
        if (urls.size === 0)
          return failure(
            ErrorCode.STORED_FILE_NOT_FOUND,
            'there is no such file any more, or it is not yours to read',
          )
        return okWith(
          elemsOf([element], '', kept.paths, { urls, downloaded: kept.downloaded }) as V2TimMessageOnlineUrl,
        )
      })
    },

    /**
     * Downloads a file of a message. Resolves when it begins; `onMessageDownloadProgressCallback` tells how far
     * it is, and at the end where the file lies. `messageType`: the element's (3 image, 4 sound, 5 video, 6
     * file); `imageType`: 0 original, 1 thumbnail, 2 large; `isSnapshot`: of a video its picture.
     */
    async downloadMessage(
      msgID: string,
      messageType: number,
      imageType: number,
      isSnapshot: boolean,
    ): Promise<V2TimCallback> {
      return withAccount(session, async (account) => {
        const kept = await find(account, msgID)
        if (kept === undefined) return messageNotFound
        const element = kept.record.elements.find((each) => elemTypeOf(each) === messageType)
        const wanted = element && fileOf(element, imageType, isSnapshot)
        if (wanted === undefined) return invalid('messageType: the message has no such element with a file')
        const key = `${account.userID}\n${wanted.file.fileID}`
        if (underWay.has(key)) return isDownloading
        underWay.add(key)
        const kind = { type: element?.type === 'image' ? imageType : 0, isSnapshot }
        void run(account, kept, wanted, kind).finally(() => underWay.delete(key))
        return ok()
      })
    },
  }
}

const find = async ({ messages, merged }: AccountSession, msgID: string): Promise<KeptMessage | undefined> =>
  (await messages.findOne(msgID)) ?? merged.get(msgID)

/** The files of an element. What was not uploaded yet has none. */
const filesOf = (element: MessageElement): MediaFile[] => {
  const list = ((): MediaFile[] => {
    switch (element.type) {
      case 'image':
        return [element.original, element.thumb, element.large].flatMap((file) =>
          file === undefined ? [] : [{ file, name: 'image' }],
        )
      case 'sound':
        return [{ file: element.sound, name: 'sound' }]
      case 'video':
        return [
          { file: element.video, name: `video.${element.format}` },
          { file: element.snapshot, name: 'snapshot' },
        ]
      case 'file':
        return [{ file: element.file, name: element.fileName }]
      default:
        return []
    }
  })()
  return list.filter(({ file }) => file.fileID !== '')
}

const fileOf = (element: MessageElement, imageType: number, isSnapshot: boolean): MediaFile | undefined => {
  const fileID = ((): string | undefined => {
    switch (element.type) {
      case 'image': {
        const { original, thumb, large } = element
        return [original, thumb, large][imageType]?.fileID
      }
      case 'video':
        return (isSnapshot ? element.snapshot : element.video).fileID
      default:
        return filesOf(element)[0]?.file.fileID
    }
  })()
  return filesOf(element).find(({ file }) => file.fileID === fileID)
}

const withDownloaded = (kept: KeptMessage, fileID: string, path: string): KeptMessage => ({
  ...kept,
  // A `blob:` URL ends with the page.
  ...(!path.startsWith('blob:') && { downloaded: { ...kept.downloaded, [fileID]: path } }),
})
