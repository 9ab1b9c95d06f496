import type { GroupMethods } from '@carillon/protocol'

import type { Session } from '../../presence/index.ts'
import type { Handlers } from './handler.ts'

/** Requests about groups: each is the logged-in user's. */
export const groupHandlers: Handlers<keyof GroupMethods> = {
  'group.create': async ({ groups }, session, params) => await groups.create(session.login, params),
  'group.join': async ({ groups }, session, { groupID, message }) =>
    await groups.join(actor(session, groupID), message),
  'group.quit': async ({ groups }, session, { groupID }) => await groups.quit(actor(session, groupID)),
  'group.dismiss': async ({ groups }, session, { groupID }) => await groups.dismiss(actor(session, groupID)),
  'group.joined': async ({ groups }, session, { cursor }) => await groups.joined(session.login, cursor),
  'group.info': async ({ groups }, session, { groupIDs }) => await groups.info(session.login, groupIDs),
  'group.setInfo': async ({ groups }, session, { groupID, ...changes }) =>
    await groups.setInfo(actor(session, groupID), changes),
  'group.onlineCount': async ({ groups }, session, { groupID }) =>
    await groups.onlineCount(actor(session, groupID)),
  'group.members': async ({ groups }, session, { groupID, ...page }) =>
    await groups.members(actor(session, groupID), page),
  'group.membersInfo': async ({ groups }, session, { groupID, userIDs }) =>
    await groups.membersInfo(actor(session, groupID), userIDs),
  'group.setMemberInfo': async ({ groups }, session, { groupID, ...params }) =>
    await groups.setMemberInfo(actor(session, groupID), params),
  'group.muteMember': async ({ groups }, session, { groupID, ...params }) =>
    await groups.muteMember(actor(session, groupID), params),
  'group.invite': async ({ groups }, session, { groupID, userIDs }) =>
    await groups.invite(actor(session, groupID), userIDs),
  'group.kick': async ({ groups }, session, { groupID, userIDs }) =>
    await groups.kick(actor(session, groupID), userIDs),
  'group.setRole': async ({ groups }, session, { groupID, ...params }) =>
    await groups.setRole(actor(session, groupID), params),
  'group.transferOwner': async ({ groups }, session, { groupID, userID }) =>
    await groups.transferOwner(actor(session, groupID), userID),
  'group.applications': async ({ groups }, session) => await groups.applications(session.login),
  'group.handleApplication': async ({ groups }, session, { groupID, ...params }) =>
    await groups.handleApplication(actor(session, groupID), params),
}

const actor = ({ login: { sdkAppID, userID } }: Session, groupID: string) => ({ sdkAppID, userID, groupID })
