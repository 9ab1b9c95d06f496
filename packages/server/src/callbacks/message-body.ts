import type { MessageElement, StoredFile, StoredImage } from '@carillon/protocol'
import { z } from 'zod'

/** An element as backends know it from the original's REST API and callbacks. */
export interface BodyElement {
  MsgType: string
  MsgContent: Record<string, unknown>
}

/** Where a file can be had; a path when the server does not know its own address. */
export type FileAddress = (fileID: string) => string

/** A message's content in the form of `MsgBody`. Group tips have none there and are left out. */
export const toMessageBody = (elements: readonly MessageElement[], addressOf: FileAddress): BodyElement[] =>
  elements.flatMap((element) => toBodyElement(element, addressOf) ?? [])

const toBodyElement = (element: MessageElement, addressOf: FileAddress): BodyElement | undefined => {
  const file = ({ fileID }: StoredFile, url: string, uuid: string) => ({
    [url]: addressOf(fileID),
    [uuid]: fileID,
  })
  switch (element.type) {
    case 'text':
      return { MsgType: 'TIMTextElem', MsgContent: { Text: element.text } }
    case 'custom':
      return {
        MsgType: 'TIMCustomElem',
        MsgContent: { Data: element.data, Desc: element.desc, Ext: element.extension, Sound: '' },
      }
    case 'location':
      return {
        MsgType: 'TIMLocationElem',
        MsgContent: { Desc: element.desc, Latitude: element.latitude, Longitude: element.longitude },
      }
    case 'face':
      return { MsgType: 'TIMFaceElem', MsgContent: { Index: element.index, Data: element.data } }
    case 'image': {
      const { original, large = original, thumb = original } = element
      return {
        MsgType: 'TIMImageElem',
        MsgContent: {
          UUID: original.fileID,
          ImageFormat: otherFormat,
          ImageInfoArray: [original, large, thumb].map((image, index) =>
            imageInfo(image, index + 1, addressOf),
          ),
        },
      }
    }
    case 'sound':
      return {
        MsgType: 'TIMSoundElem',
        MsgContent: {
          ...file(element.sound, 'Url', 'UUID'),
          Size: element.sound.bytes,
          Second: element.durationSeconds,
          Download_Flag: byURL,
        },
      }
    case 'video':
      return {
        MsgType: 'TIMVideoFileElem',
        MsgContent: {
          ...file(element.video, 'VideoUrl', 'VideoUUID'),
          VideoSize: element.video.bytes,
          VideoSecond: element.durationSeconds,
          VideoFormat: element.format,
          VideoDownloadFlag: byURL,
          ...file(element.snapshot, 'ThumbUrl', 'ThumbUUID'),
          ThumbSize: element.snapshot.bytes,
          ThumbWidth: element.snapshot.width,
          ThumbHeight: element.snapshot.height,
          ThumbDownloadFlag: byURL,
        },
      }
    case 'file':
      return {
        MsgType: 'TIMFileElem',
        MsgContent: {
          ...file(element.file, 'Url', 'UUID'),
          FileSize: element.file.bytes,
          FileName: element.fileName,
          Download_Flag: byURL,
        },
      }
    case 'merger':
      return {
        MsgType: 'TIMRelayElem',
        MsgContent: {
          Title: element.title,
          MsgNum: element.msgIDs?.length ?? 0,
          CompatibleText: element.compatibleText,
          AbstractText: element.abstractList,
        },
      }
    case 'group-tips':
      break
  }
  return undefined
}

/** `Download_Flag`: the file is had by its URL. */
const byURL = 2
/** `ImageFormat` of a picture whose format is not told. */
const otherFormat = 255

const imageInfo = (image: StoredImage, type: number, addressOf: FileAddress) => ({
  Type: type,
  Size: image.bytes,
  Width: image.width,
  Height: image.height,
  URL: addressOf(image.fileID),
})

const text = z.string()
const contents = {
  TIMTextElem: z
    .object({ Text: text })
    .transform(({ Text }): MessageElement => ({ type: 'text', text: Text })),
  TIMCustomElem: z
    .object({ Data: text.default(''), Desc: text.default(''), Ext: text.default('') })
    .transform(({ Data, Desc, Ext }): MessageElement => ({
      type: 'custom',
      data: Data,
      desc: Desc,
      extension: Ext,
    })),
  TIMLocationElem: z
    .object({ Desc: text.default(''), Latitude: z.number(), Longitude: z.number() })
    .transform(({ Desc, Latitude, Longitude }): MessageElement => ({
      type: 'location',
      desc: Desc,
      latitude: Latitude,
      longitude: Longitude,
    })),
  TIMFaceElem: z
    .object({ Index: z.number().int(), Data: text.default('') })
    .transform(({ Index, Data }): MessageElement => ({ type: 'face', index: Index, data: Data })),
}

const body = z.array(z.object({ MsgType: text, MsgContent: z.record(z.string(), z.unknown()) })).min(1)

/**
 * Reads the content a backend answers with. Elements with files can be kept, moved and left out: they are
 * known by their UUID. Files of its own a backend cannot bring in.
 * @param sent what it was asked about
 * @returns undefined when it is none of that
 */
export const fromMessageBody = (
  given: unknown,
  sent: readonly MessageElement[],
): MessageElement[] | undefined => {
  const parsed = body.safeParse(given)
  if (!parsed.success) return undefined
  const elements = parsed.data.map(({ MsgType, MsgContent }) => {
    if (Object.hasOwn(contents, MsgType))
      return contents[MsgType as keyof typeof contents].safeParse(MsgContent).data
    return sent.find((element) => {
      const known = toBodyElement(element, () => '')
      return known?.MsgType === MsgType && uuidOf(known) === uuidOf({ MsgType, MsgContent })
    })
  })
  return elements.every((element) => element !== undefined) ? elements : undefined
}

const uuidOf = ({ MsgContent }: BodyElement): unknown =>
  MsgContent.UUID ?? MsgContent.VideoUUID ?? MsgContent.Title
