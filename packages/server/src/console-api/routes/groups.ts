import {
  groupTypes,
  problemsOfGroup,
  type ConsoleGroupAbilities,
  type ConsoleGroupDetail,
  type ConsoleGroupPage,
  type GroupType,
} from '@carillon/protocol'
import Type from 'typebox'

import { findUser } from '../../accounts/users.ts'
import { mostMembers } from '../../groups/admission.ts'
import { administratorMay, type GroupAction } from '../../groups/rules/rights.ts'
import { asAdministrator } from '../../groups/types.ts'
import { ConsoleError } from '../console-error.ts'
import { refuseProblems } from '../field-problems.ts'
import { doneOrRefused, noGroup } from '../group-outcome.ts'
import { findGroupWithLast, searchGroups } from '../group-queries.ts'
import type { ConsoleParts } from '../parts.ts'
import { route } from '../route.ts'
import { appPath, exactly, groupID, groupPath, pageSize, search, userID } from './fields.ts'

// What is wrong with each is said beside its field; here stands only what is beyond reading.
const anyText = Type.String({ maxLength: 4096 })
const groupType = Type.Union(groupTypes.map((type) => Type.Literal(type)))
const addOption = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)])

const abilitiesOf = (type: GroupType): ConsoleGroupAbilities => {
  const may = (action: GroupAction): boolean => administratorMay(action, { groupType: type })
  return {
    addMembers: may('invite'),
    removeMembers: may('kick'),
    muteMembers: may('mute-member'),
    muteAll: may('mute-all'),
    changeAddOption: may('set-add-option'),
    changeRoles: may('set-role'),
    transferOwner: may('transfer-owner'),
  }
}

const detailOf = async (
  parts: ConsoleParts,
  key: { sdkAppID: number; groupID: string },
): Promise<ConsoleGroupDetail> => {
  const { settings } = await parts.admin.app(key.sdkAppID)
  const found = await findGroupWithLast(parts.database, key)
  if (found === undefined) throw noGroup()
  const { group, lastMessageAtMs } = found
  const most = mostMembers(group, settings.groups)
  return {
    groupID: group.groupID,
    groupType: group.groupType,
    groupName: group.groupName,
    ...(group.owner === null ? {} : { owner: group.owner }),
    memberCount: group.memberCount,
    createdAtMs: group.createdAtMs,
    isAllMuted: group.isAllMuted,
    introduction: group.introduction,
    notification: group.notification,
    faceUrl: group.faceUrl,
    addOption: group.addOption,
    ...(Number.isFinite(most) ? { maxMemberCount: most } : {}),
    ...(lastMessageAtMs === null ? {} : { lastMessageAtMs }),
    can: abilitiesOf(group.groupType),
  }
}

/** Groups: found, made, changed, dismissed. */
export const groupRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/groups',
    summary: 'Groups whose ID or name begins with a text, a page at a time',
    role: 'support',
    params: appPath,
    query: exactly({ search, after: Type.Optional(groupID), limit: pageSize }),
    async handle({ params, query }, { parts }): Promise<ConsoleGroupPage> {
      const { sdkAppID } = await parts.admin.app(params.sdkAppID)
      const { search: beginning = '', after = '', limit = 20 } = query
      const rows = await searchGroups(parts.database, sdkAppID, { beginning, after, limit: limit + 1 })
      const groups = rows.slice(0, limit)
      const next = rows.length > limit ? groups.at(-1)?.groupID : undefined
      return { groups, ...(next === undefined ? {} : { next }) }
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/groups',
    summary: 'Make a group for a user, who owns it',
    role: 'operator',
    params: appPath,
    body: exactly({
      groupType,
      groupName: anyText,
      owner: userID,
      /** Of the app's own choice; absent for one the server makes. */
      groupID: Type.Optional(anyText),
      introduction: Type.Optional(anyText),
    }),
    action: 'group.create',
    async handle({ params: { sdkAppID }, body }, { parts, noteDetail }) {
      const { owner, groupID: wanted, introduction, groupName } = body
      refuseProblems(problemsOfGroup({ groupName, introduction, groupID: wanted }))
      await parts.admin.app(sdkAppID)
      if ((await findUser(parts.database, sdkAppID, owner)) === undefined)
        throw new ConsoleError(404, 'CRL_USER_NOT_FOUND', `The app has no user "${owner}".`, 'owner')
      const made = await parts.groups.create(
        { sdkAppID, userID: owner },
        {
          groupType: body.groupType,
          groupName,
          ...(wanted === undefined || wanted === '' ? {} : { groupID: wanted }),
          ...(introduction === undefined ? {} : { introduction }),
        },
      )
      const { groupID: id } = doneOrRefused(made)
      noteDetail({ groupID: id, groupType: body.groupType, groupName, owner })
      return { groupID: id }
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/groups/:groupID',
    summary: 'A group with its settings, and what its type lets be done',
    role: 'support',
    params: groupPath,
    handle: async ({ params }, { parts }) => await detailOf(parts, params),
  }),
  route({
    method: 'PATCH',
    path: '/apps/:sdkAppID/groups/:groupID',
    summary: 'Change settings of a group; its members are told as of any change',
    role: 'operator',
    params: groupPath,
    body: exactly({
      groupName: Type.Optional(anyText),
      introduction: Type.Optional(anyText),
      notification: Type.Optional(anyText),
      faceUrl: Type.Optional(anyText),
      isAllMuted: Type.Optional(Type.Boolean()),
      addOption: Type.Optional(addOption),
    }),
    action: 'group.change',
    async handle({ params, body }, { parts, noteDetail }) {
      refuseProblems(problemsOfGroup(body))
      noteDetail(body)
      doneOrRefused(await parts.groups.setInfo(asAdministrator(params), body))
      return await detailOf(parts, params)
    },
  }),
  route({
    method: 'DELETE',
    path: '/apps/:sdkAppID/groups/:groupID',
    summary: 'Dismiss a group; its members keep what they have of its conversation',
    role: 'operator',
    params: groupPath,
    action: 'group.dismiss',
    async handle({ params }, { parts, noteDetail }) {
      const { groupName, groupType: type, memberCount } = await detailOf(parts, params)
      noteDetail({ groupName, groupType: type, memberCount })
      doneOrRefused(await parts.groups.dismiss(asAdministrator(params)))
    },
  }),
]
