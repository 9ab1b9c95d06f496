/** What the original offers and this version does not yet, manager by manager. A name leaves its list when it is built. */

export const v2TIMManagerNames = [
  'getUsersInfo',
  'setSelfInfo',
  'setSelfStatus',
  'getUserStatus',
  'subscribeUserStatus',
  'unsubscribeUserStatus',
  'callExperimentalAPI',
] as const

export const groupManagerNames = [
  'initGroupAttributes',
  'setGroupAttributes',
  'deleteGroupAttributes',
  'getGroupAttributes',
  'setGroupApplicationRead',
  'searchGroups',
  'searchGroupMembers',
  'getJoinedCommunityList',
  'createTopicInCommunity',
  'deleteTopicFromCommunity',
  'setTopicInfo',
  'getTopicInfoList',
] as const

export const friendshipManagerNames = [
  'getFriendList',
  'getFriendsInfo',
  'setFriendInfo',
  'addFriend',
  'deleteFromFriendList',
  'checkFriend',
  'getFriendApplicationList',
  'acceptFriendApplication',
  'refuseFriendApplication',
  'deleteFriendApplication',
  'setFriendApplicationRead',
  'addToBlackList',
  'deleteFromBlackList',
  'getBlackList',
  'createFriendGroup',
  'getFriendGroups',
  'deleteFriendGroup',
  'renameFriendGroup',
  'addFriendsToFriendGroup',
  'deleteFriendsFromFriendGroup',
  'searchFriends',
] as const

export const signalingManagerNames = [
  'invite',
  'inviteInGroup',
  'cancel',
  'accept',
  'reject',
  'getSignalingInfo',
  'addInvitedSignaling',
] as const
