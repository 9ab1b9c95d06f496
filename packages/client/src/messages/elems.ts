import type {
  GroupTipsElement,
  ImageElement,
  MessageElement,
  StoredImage,
  TipUser,
  VideoElement,
} from '@carillon/protocol'

import type { V2TimImage, V2TimNextElem } from '../api/elements.ts'
import { MessageElemType } from '../api/enums.ts'
import type { V2TimGroupMemberInfo } from '../api/group-tips.ts'
import type { V2TimMessage } from '../api/messages.ts'
import type { LocalPaths } from '../store/types.ts'

/** The fields of a message that hold elements. */
export type Elems = Pick<V2TimMessage, (typeof keys)[keyof typeof keys]>

const keys = {
  text: 'textElem',
  custom: 'customElem',
  image: 'imageElem',
  sound: 'soundElem',
  video: 'videoElem',
  file: 'fileElem',
  location: 'locationElem',
  face: 'faceElem',
  merger: 'mergerElem',
  'group-tips': 'groupTipsElem',
} as const

const elemTypes: Record<MessageElement['type'], number> = {
  text: MessageElemType.V2TIM_ELEM_TYPE_TEXT,
  custom: MessageElemType.V2TIM_ELEM_TYPE_CUSTOM,
  image: MessageElemType.V2TIM_ELEM_TYPE_IMAGE,
  sound: MessageElemType.V2TIM_ELEM_TYPE_SOUND,
  video: MessageElemType.V2TIM_ELEM_TYPE_VIDEO,
  file: MessageElemType.V2TIM_ELEM_TYPE_FILE,
  location: MessageElemType.V2TIM_ELEM_TYPE_LOCATION,
  face: MessageElemType.V2TIM_ELEM_TYPE_FACE,
  merger: MessageElemType.V2TIM_ELEM_TYPE_MERGER,
  'group-tips': MessageElemType.V2TIM_ELEM_TYPE_GROUP_TIPS,
}

/** The number of an element's kind. An element of a kind that a newer server knows shows as none. */
export const elemTypeOf = (element: MessageElement | undefined): number =>
  (element && elemTypes[element.type]) ?? MessageElemType.V2TIM_ELEM_TYPE_NONE

/** Where files can be had, by fileID: at the server, and on this device. */
export interface FilePlaces {
  urls?: { get(fileID: string): string | undefined } | undefined
  downloaded?: Readonly<Record<string, string>> | undefined
}

/** What the elements' fields are made of beside the elements. */
interface Around {
  groupID: string
  paths: readonly LocalPaths[]
  places: FilePlaces
}

/** A message's elements as the app sees them: the first under its own key, the others chained behind it. */
export const elemsOf = (
  elements: readonly MessageElement[],
  groupID = '',
  paths: readonly LocalPaths[] = [],
  places: FilePlaces = {},
): Elems => {
  const [first] = elements
  if (first === undefined || !(first.type in keys)) return {}
  return { [keys[first.type]]: chained(elements, 0, { groupID, paths, places }) }
}

const chained = (elements: readonly MessageElement[], index: number, around: Around): object => {
  const element = elements[index]
  if (element === undefined) return {}
  const fields = fieldsOf(element, around.paths[index] ?? {}, around)
  const next = elements[index + 1]
  if (next === undefined) return fields
  const nextElem = {
    elemType: elemTypeOf(next),
    ...chained(elements, index + 1, around),
  } as V2TimNextElem
  return { ...fields, nextElem }
}

const fieldsOf = (
  element: MessageElement,
  { path, snapshotPath }: LocalPaths,
  { groupID, places }: Around,
): object => {
  switch (element.type) {
    case 'text':
    case 'custom':
    case 'location':
    case 'face': {
      const { type: _, ...fields } = element
      return fields
    }
    case 'image':
      return { ...(path !== undefined && { path }), imageList: imagesOf(element, places) }
    case 'sound':
      return {
        ...(path !== undefined && { path }),
        UUID: element.sound.fileID,
        dataSize: element.sound.bytes,
        duration: element.durationSeconds,
        ...placesOf(element.sound.fileID, places, 'url', 'localUrl'),
      }
    case 'video':
      return {
        ...videoFields(element, {
          ...(path !== undefined && { path }),
          ...(snapshotPath !== undefined && { snapshotPath }),
        }),
        ...placesOf(element.video.fileID, places, 'videoUrl', 'localVideoUrl'),
        ...placesOf(element.snapshot.fileID, places, 'snapshotUrl', 'localSnapshotUrl'),
      }
    case 'file':
      return {
        ...(path !== undefined && { path }),
        fileName: element.fileName,
        UUID: element.file.fileID,
        fileSize: element.file.bytes,
        ...placesOf(element.file.fileID, places, 'url', 'localUrl'),
      }
    case 'merger':
      return {
        isLayersOverLimit: element.isLayersOverLimit ?? false,
        title: element.title,
        abstractList: element.abstractList,
      }
    case 'group-tips':
      return tipsFields(element, groupID)
    default:
      element satisfies never
      return {}
  }
}

const placesOf = (
  fileID: string,
  { urls, downloaded }: FilePlaces,
  urlName: string,
  localName: string,
): Record<string, string> => {
  const url = urls?.get(fileID)
  const path = downloaded?.[fileID]
  return { ...(url !== undefined && { [urlName]: url }), ...(path !== undefined && { [localName]: path }) }
}

const imagesOf = ({ original, large, thumb }: ImageElement, places: FilePlaces): V2TimImage[] => [
  imageOf(original, 0, places),
  ...(thumb === undefined ? [] : [imageOf(thumb, 1, places)]),
  ...(large === undefined ? [] : [imageOf(large, 2, places)]),
]

const imageOf = (
  { fileID, bytes, width, height }: StoredImage,
  type: number,
  places: FilePlaces,
): V2TimImage => ({
  uuid: fileID,
  type,
  size: bytes,
  width,
  height,
  ...placesOf(fileID, places, 'url', 'localUrl'),
})

const videoFields = (
  { video, snapshot, durationSeconds }: VideoElement,
  { path, snapshotPath }: LocalPaths,
): object => ({
  ...(path !== undefined && { videoPath: path }),
  ...(snapshotPath !== undefined && { snapshotPath }),
  UUID: video.fileID,
  videoSize: video.bytes,
  duration: durationSeconds,
  snapshotUUID: snapshot.fileID,
  snapshotSize: snapshot.bytes,
  snapshotWidth: snapshot.width,
  snapshotHeight: snapshot.height,
})

const tipsFields = (element: GroupTipsElement, groupID: string): object => ({
  groupID,
  type: element.tip,
  opMember: toMemberInfo(element.operator),
  memberList: element.members.map(toMemberInfo),
  groupChangeInfoList: (element.groupChanges ?? []).map(({ type, value, key, boolValue }) => ({
    type,
    ...(value !== undefined && { value }),
    ...(key !== undefined && { key }),
    ...(boolValue !== undefined && { boolValue }),
  })),
  memberChangeInfoList: (element.memberChanges ?? []).map(({ userID, muteSeconds }) => ({
    userID,
    muteTime: muteSeconds,
  })),
  ...(element.memberCount !== undefined && { memberCount: element.memberCount }),
})

/** A user as the server names one, as the app sees a member. */
export const toMemberInfo = ({ userID, nickName, faceUrl, nameCard }: TipUser): V2TimGroupMemberInfo => ({
  userID,
  ...(nickName !== undefined && { nickName }),
  ...(nameCard !== undefined && { nameCard }),
  ...(faceUrl !== undefined && { faceUrl }),
})
