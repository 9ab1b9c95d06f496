import { groupLimits, GroupRole, problemOfName, type ConsoleGroupMemberPage } from '@carillon/protocol'
import Type from 'typebox'

import { asAdministrator } from '../../groups/types.ts'
import { invalidField } from '../console-error.ts'
import { refuseProblems } from '../field-problems.ts'
import { doneOrRefused, noGroup } from '../group-outcome.ts'
import { findGroupWithLast, searchMembers } from '../group-queries.ts'
import { route } from '../route.ts'
import { exactly, groupID, groupPath, pageSize, sdkAppID, search, userID } from './fields.ts'

const memberPath = exactly({ sdkAppID, groupID, userID })
const role = Type.Union(Object.values(GroupRole).map((value) => Type.Literal(value)))

/** Members of groups. */
export const groupMemberRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/groups/:groupID/members',
    summary: 'Members whose ID, nickname or name card begins with a text, in the order in which they came',
    role: 'support',
    params: groupPath,
    query: exactly({
      search,
      after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
      limit: pageSize,
    }),
    async handle({ params, query }, { parts }): Promise<ConsoleGroupMemberPage> {
      if ((await findGroupWithLast(parts.database, params)) === undefined) throw noGroup()
      const { search: beginning = '', after: afterNumber = 0, limit = 50 } = query
      const page = { beginning, afterNumber, limit, nowMs: parts.clock.now() }
      return await searchMembers(parts.database, params, page)
    },
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/groups/:groupID/members',
    summary: 'Put users into a group; answers what became of each',
    role: 'operator',
    params: groupPath,
    body: exactly({ userIDs: Type.Array(userID, { minItems: 1, maxItems: groupLimits.usersPerCall }) }),
    action: 'group.add-members',
    async handle({ params, body }, { parts, noteDetail }) {
      const answer = doneOrRefused(await parts.groups.invite(asAdministrator(params), body.userIDs))
      noteDetail({
        added: answer.results.filter(({ result }) => result === 1).map((one) => one.userID),
      })
      return answer
    },
  }),
  route({
    method: 'PATCH',
    path: '/apps/:sdkAppID/groups/:groupID/members/:userID',
    summary:
      'Change one thing of a member: the role (400 passes the group on), the name card, or how long the member is mute',
    role: 'operator',
    params: memberPath,
    body: exactly({
      role: Type.Optional(role),
      nameCard: Type.Optional(Type.String({ maxLength: 4096 })),
      muteSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: groupLimits.muteSeconds })),
    }),
    action: 'group.change-member',
    async handle({ params, body }, { parts: { groups }, noteDetail }) {
      const actor = asAdministrator(params)
      const { userID: member } = params
      if (Object.keys(body).length !== 1)
        throw invalidField('role', 'Change one of role, nameCard and muteSeconds.')
      noteDetail(body)
      if (body.role !== undefined) {
        const wanted = body.role as GroupRole
        doneOrRefused(
          wanted === GroupRole.Owner
            ? await groups.transferOwner(actor, member)
            : await groups.setRole(actor, { userID: member, role: wanted }),
        )
      }
      if (body.nameCard !== undefined) {
        const problem = problemOfName(body.nameCard, groupLimits.nameCardBytes)
        refuseProblems(problem === undefined ? [] : [{ field: 'nameCard', problem }])
        doneOrRefused(await groups.setMemberInfo(actor, { userID: member, nameCard: body.nameCard }))
      }
      if (body.muteSeconds !== undefined)
        doneOrRefused(await groups.muteMember(actor, { userID: member, seconds: body.muteSeconds }))
    },
  }),
  route({
    method: 'DELETE',
    path: '/apps/:sdkAppID/groups/:groupID/members/:userID',
    summary: 'Remove a member from a group',
    role: 'operator',
    params: memberPath,
    action: 'group.remove-member',
    async handle({ params }, { parts }) {
      const { results } = doneOrRefused(await parts.groups.kick(asAdministrator(params), [params.userID]))
      if (results[0]?.result !== 1)
        throw invalidField('userID', `"${params.userID}" is not a member of the group (any more).`)
    },
  }),
]
