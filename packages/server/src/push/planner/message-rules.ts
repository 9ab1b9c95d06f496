import type { Rule } from './rule.ts'

/** Reasons that lie in the message: the same for every device of the recipient. */
export const messageRules: readonly Rule[] = [
  {
    reason: 'own-message',
    applies: ({ input }) => input.recipient === input.message.sender.userID,
  },
  {
    reason: 'not-a-target',
    beforeLive: true,
    applies: ({ input: { message, recipient } }) => message.targetUserIDs?.includes(recipient) === false,
  },
  {
    reason: 'recalled',
    beforeLive: true,
    applies: ({ input }) => input.message.recalled !== undefined,
  },
  {
    reason: 'live-only-group',
    applies: ({ input }) => input.group?.isLiveOnly === true,
  },
  {
    reason: 'online-only',
    applies: ({ input }) => input.message.isOnlineOnly === true,
  },
  {
    reason: 'push-disabled',
    applies: ({ input }) => input.message.offlinePushInfo?.disablePush === true,
  },
  {
    reason: 'not-for-a-screen',
    applies: ({ input }) => input.message.elements.every((element) => element.type === 'group-tips'),
  },
  {
    // Text beside the custom element says what to show, so only custom elements alone are meant.
    reason: 'custom-without-desc',
    applies: ({ input: { message } }) =>
      !message.offlinePushInfo?.desc &&
      message.elements.every((element) => element.type === 'custom' && element.desc === ''),
  },
]
