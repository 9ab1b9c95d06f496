import {
  ErrorCode,
  type FileElement,
  type ImageElement,
  type MessageElement,
  type SoundElement,
  type VideoElement,
} from '@carillon/protocol'

import { failure, type Failure } from '../api/results.ts'
import type { UploadAnswer, Uploader, UploadRequest } from '../files/types.ts'
import type { LocalPaths } from '../store/types.ts'

/** An element whose files are on this device still. */
export type LocalMedia =
  | { type: 'local-image'; path: string }
  | { type: 'local-sound'; path: string; durationSeconds: number }
  | { type: 'local-video'; path: string; format: string; durationSeconds: number; snapshotPath: string }
  | { type: 'local-file'; path: string; fileName: string }

/** An element of a message made here. */
export type DraftElement = MessageElement | LocalMedia

/** An element as it will be, as far as it is known before its files are uploaded. */
export const previewOf = (draft: DraftElement): MessageElement => {
  const file = { fileID: '', bytes: 0 }
  const image = { ...file, width: 0, height: 0 }
  switch (draft.type) {
    case 'local-image':
      return { type: 'image', original: image }
    case 'local-sound':
      return { type: 'sound', sound: file, durationSeconds: draft.durationSeconds }
    case 'local-video':
      return {
        type: 'video',
        video: file,
        format: draft.format,
        durationSeconds: draft.durationSeconds,
        snapshot: image,
      }
    case 'local-file':
      return { type: 'file', file, fileName: draft.fileName }
    default:
      return draft
  }
}

/** Where the files of elements lie on this device. */
export const pathsOf = (drafts: readonly DraftElement[]): LocalPaths[] =>
  drafts.map((draft) => ({
    ...('path' in draft && { path: draft.path }),
    ...('snapshotPath' in draft && { snapshotPath: draft.snapshotPath }),
  }))

/** Whether files must be uploaded before it can be sent. */
export const hasFiles = (drafts: readonly DraftElement[]): boolean => drafts.some((draft) => 'path' in draft)

/** Uploads what is on this device still; the elements as they are sent, or why not. */
export const uploadDrafts = async (
  drafts: readonly DraftElement[],
  uploader: Uploader,
  onProgress: (percent: number) => void,
): Promise<MessageElement[] | Failure> => {
  const elements: MessageElement[] = []
  for (const draft of drafts) {
    const uploaded = await uploadDraft(draft, uploader, onProgress)
    if ('code' in uploaded) return uploaded
    elements.push(uploaded)
  }
  return elements
}

const uploadDraft = async (
  draft: DraftElement,
  uploader: Uploader,
  onProgress: (percent: number) => void,
): Promise<MessageElement | Failure> => {
  switch (draft.type) {
    case 'local-image':
      return uploadImage(draft, uploader, onProgress)
    case 'local-sound': {
      const answer = await upload(uploader, {
        path: draft.path,
        kind: 'sound',
        element: draft,
        onProgress,
      })
      if ('failure' in answer) return answer.failure
      const element: SoundElement = {
        type: 'sound',
        sound: answer.uploaded.file,
        durationSeconds: draft.durationSeconds,
      }
      return element
    }
    case 'local-file': {
      const { path, fileName } = draft
      const answer = await upload(uploader, {
        path,
        kind: 'file',
        name: fileName,
        element: draft,
        onProgress,
      })
      if ('failure' in answer) return answer.failure
      const element: FileElement = { type: 'file', file: answer.uploaded.file, fileName }
      return element
    }
    case 'local-video':
      return uploadVideo(draft, uploader, onProgress)
    default:
      return draft
  }
}

const uploadImage = async (
  draft: Extract<LocalMedia, { type: 'local-image' }>,
  uploader: Uploader,
  onProgress: (percent: number) => void,
): Promise<ImageElement | Failure> => {
  const answer = await upload(uploader, {
    path: draft.path,
    kind: 'image',
    element: draft,
    onProgress,
  })
  if ('failure' in answer) return answer.failure
  const { image } = answer.uploaded
  return image === undefined ? notAnImage : { type: 'image', ...image }
}

const uploadVideo = async (
  draft: Extract<LocalMedia, { type: 'local-video' }>,
  uploader: Uploader,
  onProgress: (percent: number) => void,
): Promise<VideoElement | Failure> => {
  const { path, snapshotPath, format, durationSeconds } = draft
  const snapshot = await upload(uploader, {
    path: snapshotPath,
    kind: 'snapshot',
    element: draft,
    onProgress: () => undefined,
  })
  if ('failure' in snapshot) return snapshot.failure
  const { image } = snapshot.uploaded
  if (image === undefined) return notAnImage
  const video = await upload(uploader, { path, kind: 'video', element: draft, onProgress })
  if ('failure' in video) return video.failure
  return { type: 'video', video: video.uploaded.file, format, durationSeconds, snapshot: image.original }
}

const notAnImage = failure(ErrorCode.INVALID_MSG_ELEM, 'the file is not a picture')

const upload = async (
  uploader: Uploader,
  request: UploadRequest,
): Promise<Extract<UploadAnswer, { code: 0 }> | { failure: Failure }> => {
  const answer = await uploader.upload(request)
  return answer.uploaded === undefined
    ? { failure: failure(answer.code, answer.desc) }
    : { ...answer, code: 0 }
}
