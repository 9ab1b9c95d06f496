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

/** A message's elements as the app sees them: the first under its own key, the others chained behind it. */
export const elemsOf = (
  elements: readonly MessageElement[],
  groupID = '',
  paths: readonly LocalPaths[] = [],
): Elems => {
  const [first] = elements
  if (first === undefined || !(first.type in keys)) return {}
  return { [keys[first.type]]: chained(elements, 0, groupID, paths) }
}

const chained = (
  elements: readonly MessageElement[],
  index: number,
  groupID: string,
  paths: readonly LocalPaths[],
): object => {
  const element = elements[index]
  if (element === undefined) return {}
  const fields = fieldsOf(element, groupID, paths[index] ?? {})
  const next = elements[index + 1]
  if (next === undefined) return fields
  const nextElem = {
    elemType: elemTypeOf(next),
    ...chained(elements, index + 1, groupID, paths),
  } as V2TimNextElem
  return { ...fields, nextElem }
}

const fieldsOf = (element: MessageElement, groupID: string, { path, snapshotPath }: LocalPaths): object => {
  switch (element.type) {
    case 'text':
    case 'custom':
    case 'location':
    case 'face': {
      const { type: _, ...fields } = element
      return fields
    }
    case 'image':
      return { ...(path !== undefined && { path }), imageList: imagesOf(element) }
    case 'sound':
      return {
        ...(path !== undefined && { path }),
        UUID: element.sound.fileID,
        dataSize: element.sound.bytes,
        duration: element.durationSeconds,
      }
    case 'video':
      return videoFields(element, {
        ...(path !== undefined && { path }),
        ...(snapshotPath !== undefined && { snapshotPath }),
      })
    case 'file':
      return {
        ...(path !== undefined && { path }),
        fileName: element.fileName,
        UUID: element.file.fileID,
        fileSize: element.file.bytes,
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

const imagesOf = ({ original, large, thumb }: ImageElement): V2TimImage[] => [
  imageOf(original, 0),
  ...(thumb === undefined ? [] : [imageOf(thumb, 1)]),
  ...(large === undefined ? [] : [imageOf(large, 2)]),
]

const imageOf = ({ fileID, bytes, width, height }: StoredImage, type: number): V2TimImage => ({
  uuid: fileID,
  type,
  size: bytes,
  width,
  height,
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
