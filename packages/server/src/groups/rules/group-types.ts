import type { GroupAddOption, GroupType } from '@carillon/protocol'

/** How a type of group tells that members come and go: in its log, only to those who are connected, or not at all. */
export type TipsPolicy = 'stored' | 'live' | 'off'

/** What the type of a group decides, beside the rights of its members (see `rights.ts`). */
export interface GroupTypeRules {
  /** How one comes in unless the group says otherwise. */
  addOption: GroupAddOption
  /** False where every group of the type keeps the option above. */
  canChangeAddOption: boolean
  /** `ReceiveMsgOptEnum` of a new member: 0 receive and push, 2 receive only. */
  receiveOption: 0 | 2
  /** False: messages go to those who are connected and are gone then. */
  isStored: boolean
  countsAsUnread: boolean
  /** New members see what was written before they came. */
  hasHistoryForNewMembers: boolean
  /** Members come, go, are invited and removed. */
  comingAndGoing: TipsPolicy
  /** Administrators are made and unmade. */
  adminChanges: TipsPolicy
  /** Members are muted. */
  memberInfoChanges: TipsPolicy
  /** The group's own fields change. */
  infoChanges: TipsPolicy
  /** Members other than the owner do not see it before its first message. */
  isHiddenUntilFirstMessage: boolean
  /** The owner may leave; the group then passes to the member who has been there longest. */
  ownerMayQuit: boolean
  /** A member who was muted is so again after coming back. */
  muteOutlivesLeaving: boolean
  /** Messages for chosen members, and mentions. */
  allowsTargets: boolean
  allowsMentions: boolean
  /** Listed among the groups one has joined. */
  isListed: boolean
}

const usual: GroupTypeRules = {
  addOption: 2,
  canChangeAddOption: true,
  receiveOption: 0,
  isStored: true,
  countsAsUnread: true,
  hasHistoryForNewMembers: false,
  comingAndGoing: 'stored',
  adminChanges: 'stored',
  memberInfoChanges: 'stored',
  infoChanges: 'stored',
  isHiddenUntilFirstMessage: false,
  ownerMayQuit: false,
  muteOutlivesLeaving: true,
  allowsTargets: true,
  allowsMentions: true,
  isListed: true,
}

/** The types of groups, as the original's table has them. */
export const groupTypeRules: Readonly<Record<GroupType, GroupTypeRules>> = {
  Work: {
    ...usual,
    addOption: 0,
    canChangeAddOption: false,
    isHiddenUntilFirstMessage: true,
    ownerMayQuit: true,
  },
  Public: { ...usual, addOption: 1 },
  Meeting: {
    ...usual,
    receiveOption: 2,
    countsAsUnread: false,
    hasHistoryForNewMembers: true,
    comingAndGoing: 'off',
    adminChanges: 'off',
    memberInfoChanges: 'off',
  },
  AVChatRoom: {
    ...usual,
    canChangeAddOption: false,
    receiveOption: 2,
    isStored: false,
    countsAsUnread: false,
    comingAndGoing: 'live',
    adminChanges: 'live',
    memberInfoChanges: 'off',
    infoChanges: 'live',
    allowsTargets: false,
    allowsMentions: false,
    isListed: false,
  },
  Community: {
    ...usual,
    hasHistoryForNewMembers: true,
    comingAndGoing: 'live',
    muteOutlivesLeaving: false,
    allowsTargets: false,
  },
}
