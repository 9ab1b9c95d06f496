import { GroupRole, type GroupType } from '@carillon/protocol'

/** What a member may do to a group or to other members. */
export const groupActions = [
  'invite',
  'kick',
  'mute-member',
  'mute-all',
  'set-info',
  'set-add-option',
  'set-member-info',
  'set-role',
  'transfer-owner',
  'dismiss',
  'handle-application',
] as const

export type GroupAction = (typeof groupActions)[number]

const { Member, Admin, Owner } = GroupRole
const nobody = Number.POSITIVE_INFINITY

/** The lowest role that may do a thing, by type of group. */
const lowestRole: Readonly<Record<GroupAction, Readonly<Record<GroupType, number>>>> = {
  invite: { Work: Member, Public: nobody, Meeting: nobody, AVChatRoom: nobody, Community: Member },
  kick: { Work: Owner, Public: Admin, Meeting: Admin, AVChatRoom: nobody, Community: Admin },
  'mute-member': { Work: nobody, Public: Admin, Meeting: Admin, AVChatRoom: Owner, Community: Admin },
  'mute-all': { Work: nobody, Public: Admin, Meeting: Admin, AVChatRoom: Owner, Community: Admin },
  'set-info': { Work: Member, Public: Admin, Meeting: Admin, AVChatRoom: Owner, Community: Admin },
  'set-add-option': { Work: nobody, Public: Admin, Meeting: Admin, AVChatRoom: nobody, Community: Admin },
  'set-member-info': { Work: Owner, Public: Admin, Meeting: Admin, AVChatRoom: Owner, Community: Admin },
  'set-role': { Work: nobody, Public: Owner, Meeting: Owner, AVChatRoom: nobody, Community: Owner },
  'transfer-owner': { Work: Owner, Public: Owner, Meeting: Owner, AVChatRoom: nobody, Community: Owner },
  dismiss: { Work: nobody, Public: Owner, Meeting: Owner, AVChatRoom: Owner, Community: Owner },
  'handle-application': { Work: nobody, Public: Admin, Meeting: Admin, AVChatRoom: nobody, Community: Admin },
}

/** Whether the app itself may do a thing: what an owner may, and what keeps a group from being beyond help. */
export const administratorMay = (
  action: GroupAction,
  { groupType, target }: { groupType: GroupType; target?: GroupRole },
): boolean => {
  switch (action) {
    case 'dismiss':
    case 'set-member-info':
      return true
    case 'invite':
      // Everyone joins an AVChatRoom by himself.
      return groupType !== 'AVChatRoom'
    default:
      return mayDo(action, { groupType, role: Owner, ...(target === undefined ? {} : { target }) })
  }
}

/** Things that are done to another member, which only who stands higher may do. */
const needsLowerTarget: ReadonlySet<GroupAction> = new Set(['kick', 'mute-member', 'set-member-info'])

/** Whether a member may do a thing. `target` is the role of the member it is done to. */
export const mayDo = (
  action: GroupAction,
  given: { groupType: GroupType; role: GroupRole; target?: GroupRole },
): boolean =>
  given.role >= lowestRole[action][given.groupType] &&
  !(needsLowerTarget.has(action) && given.target !== undefined && given.target >= given.role)
