import Type from 'typebox'

import { groupLimits, groupTypes } from '../../groups.ts'
import type { GroupMethods } from '../../methods/groups.ts'
import { anyID, none, uint32 } from '../parts.ts'

// Sizes in bytes are answered with a code of their own; here memory is bounded.
const text = Type.String({ maxLength: 4096 })
const groupID = anyID
const strict = { additionalProperties: false }
const addOption = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)])
const userIDs = Type.Array(anyID, { maxItems: groupLimits.usersPerCall })
const customInfo = Type.Record(Type.String({ maxLength: 64 }), text, {
  maxProperties: groupLimits.customInfoKeys,
})

const createParams = Type.Object(
  {
    groupType: Type.Enum([...groupTypes]),
    groupName: text,
    groupID: Type.Optional(groupID),
    introduction: Type.Optional(text),
    notification: Type.Optional(text),
    faceUrl: Type.Optional(text),
    isAllMuted: Type.Optional(Type.Boolean()),
    isSupportTopic: Type.Optional(Type.Boolean()),
    addOption: Type.Optional(addOption),
    members: Type.Optional(
      Type.Array(
        Type.Object(
          {
            userID: anyID,
            role: Type.Optional(Type.Union([Type.Literal(200), Type.Literal(300)])),
          },
          strict,
        ),
        { maxItems: groupLimits.initialMembers },
      ),
    ),
    customInfo: Type.Optional(customInfo),
    random: Type.Optional(uint32),
  },
  strict,
)

const setInfoParams = Type.Object(
  {
    groupID,
    groupName: Type.Optional(text),
    introduction: Type.Optional(text),
    notification: Type.Optional(text),
    faceUrl: Type.Optional(text),
    isAllMuted: Type.Optional(Type.Boolean()),
    addOption: Type.Optional(addOption),
    customInfo: Type.Optional(customInfo),
  },
  strict,
)

const cursor = Type.Optional(Type.String({ maxLength: 32 }))
const groupOnly = Type.Object({ groupID }, strict)

export const groupParams = {
  'group.create': createParams,
  'group.join': Type.Object({ groupID, message: text }, strict),
  'group.quit': groupOnly,
  'group.dismiss': groupOnly,
  'group.joined': Type.Object({ cursor }, strict),
  'group.info': Type.Object(
    { groupIDs: Type.Array(groupID, { maxItems: groupLimits.groupsPerCall }) },
    strict,
  ),
  'group.setInfo': setInfoParams,
  'group.onlineCount': groupOnly,
  'group.members': Type.Object(
    {
      groupID,
      filter: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(4)]),
      cursor,
    },
    strict,
  ),
  'group.membersInfo': Type.Object({ groupID, userIDs }, strict),
  'group.setMemberInfo': Type.Object(
    { groupID, userID: anyID, nameCard: Type.Optional(text), customInfo: Type.Optional(customInfo) },
    strict,
  ),
  'group.muteMember': Type.Object({ groupID, userID: anyID, seconds: uint32 }, strict),
  'group.invite': Type.Object({ groupID, userIDs }, strict),
  'group.kick': Type.Object({ groupID, userIDs, reason: Type.Optional(text) }, strict),
  'group.setRole': Type.Object(
    {
      groupID,
      userID: anyID,
      role: Type.Union([Type.Literal(200), Type.Literal(300), Type.Literal(400)]),
    },
    strict,
  ),
  'group.transferOwner': Type.Object({ groupID, userID: anyID }, strict),
  'group.applications': none,
  'group.handleApplication': Type.Object(
    { groupID, fromUserID: anyID, toUserID: anyID, isAgreed: Type.Boolean(), message: text },
    strict,
  ),
} as const satisfies Record<keyof GroupMethods, unknown>
