import type { ReasonText } from './reasons.ts'

/** Reason codes of what is not pushed, by a rule. */
export const suppressReasons = {
  'push-disabled': {
    kind: 'suppressed',
    meaning: 'Not pushed: the sender asked for no push.',
    cause: 'offlinePushInfo.disablePush is true.',
    remedy: 'Leave disablePush out, or set it to false, for messages that should ring.',
  },
  'online-only': {
    kind: 'suppressed',
    meaning: 'Not pushed: the message is for online users only.',
    cause: 'It was sent with onlineUserOnly.',
    remedy: 'Send without onlineUserOnly if the message should reach sleeping phones.',
  },
  'custom-without-desc': {
    kind: 'suppressed',
    meaning: 'Not pushed: a custom message without a description.',
    cause:
      'The message has only a custom element, and neither offlinePushInfo.desc nor customElem.desc says what to show.',
    remedy: 'Give offlinePushInfo.desc (or desc of createCustomMessage) the text to show.',
  },
  'not-for-a-screen': {
    kind: 'suppressed',
    meaning: 'Not pushed: the message holds nothing to show.',
    cause: 'Group tips and the like tell what happened in a group; they are read in the app.',
    remedy: '',
  },
  recalled: {
    kind: 'suppressed',
    meaning: 'Not pushed: the message was taken back before it was pushed.',
    cause: 'The sender, an administrator or the server recalled it.',
    remedy: '',
  },
  blocked: {
    kind: 'suppressed',
    meaning: 'Not pushed: the recipient has blocked the sender.',
    cause: "The sender is on the recipient's block list; the message is not delivered at all.",
    remedy: 'The recipient gets messages again after taking the sender off the list.',
  },
  'not-a-target': {
    kind: 'suppressed',
    meaning: 'Not pushed: the message is for other members of the group.',
    cause: 'It was sent to chosen members (createTargetedGroupMessage).',
    remedy: '',
  },
  'live-only-group': {
    kind: 'suppressed',
    meaning: 'Not pushed: messages of this kind of group are only for those who are connected.',
    cause: 'The group is an AVChatRoom.',
    remedy: 'Use another type of group for messages that should ring.',
  },
  'read-elsewhere': {
    kind: 'suppressed',
    meaning: 'Not pushed: the user has read the message on another device.',
    cause: 'The conversation was marked read up to this message before the push went out.',
    remedy: '',
  },
  'not-received': {
    kind: 'suppressed',
    meaning: 'Not pushed: the user receives nothing of this conversation.',
    cause: 'The receive option of the conversation is 1 (NOT_RECEIVE), or 4 and the user is not mentioned.',
    remedy: 'The user sets the receive option of the conversation back to 0.',
  },
  muted: {
    kind: 'suppressed',
    meaning: 'Not pushed: the user has muted the conversation.',
    cause:
      'The receive option of the conversation is 2 (RECEIVE_NOT_NOTIFY), or 3 and the user is not mentioned. Groups of the type Meeting begin with 2.',
    remedy: 'The user sets the receive option of the conversation to 0.',
  },
  'quiet-hours': {
    kind: 'suppressed',
    meaning: 'Not pushed: the user has quiet hours.',
    cause: 'setAllReceiveMessageOpt mutes all conversations at this time.',
    remedy: '',
  },
  'desktop-online': {
    kind: 'suppressed',
    meaning: 'Not pushed: the user is online on a computer.',
    cause: 'The app’s setting push.skipWhileDesktopOnline is on, and a PC or Web client is in front.',
    remedy: 'Switch the setting off if phones should ring beside a computer.',
  },
  gathered: {
    kind: 'suppressed',
    meaning: 'Not pushed by itself: a later notification of the conversation counts it.',
    cause: 'The app’s setting push.gatherWindowsMs gathers bursts of one conversation into one notification.',
    remedy: '',
  },
  folded: {
    kind: 'suppressed',
    meaning: 'Not pushed by itself: another notification on the device counts it, or a newer one has rung.',
    cause:
      'It could not be pushed in time (the vendor was away, the lane stopped, or the share of the day used up), and what waited for the device became one notification, "N new messages".',
    remedy: 'Look at the waits above for what stood in the way.',
  },
  'beyond-quota': {
    kind: 'suppressed',
    meaning:
      'Not pushed: the vendor’s share of the day is used up, or what is left is kept for calls and mentions.',
    cause: 'The share starts over only after the push’s deadline.',
    remedy: 'Ask the vendor for the chat class (unlimited with most), or a higher quota.',
  },
  'own-message': {
    kind: 'suppressed',
    meaning: "Not pushed: the sender's own other device.",
    cause: "Own messages are synced to the sender's devices without ringing.",
    remedy: '',
  },
  'no-device': {
    kind: 'suppressed',
    meaning: 'Not pushed: the recipient has no device.',
    cause: 'The account was never logged in to on a phone, or was only imported.',
    remedy: 'Let the user log in once on a phone.',
  },
  'logged-out': {
    kind: 'suppressed',
    meaning: 'Not pushed: the user logged out on this device.',
    cause: 'After logout nothing of this user may reach the device.',
    remedy: 'The user gets pushes again after logging in on this device.',
  },
  kicked: {
    kind: 'suppressed',
    meaning: 'Not pushed: the user was logged out on this device by a login elsewhere.',
    cause: 'A newer login on the same platform kind, or an administrator, ended the session of this device.',
    remedy: 'The device that logged in last gets the push. Log in again here to move it back.',
  },
  'other-user': {
    kind: 'suppressed',
    meaning: 'Not pushed: another user has logged in on this device since.',
    cause: 'A device belongs to the user who logged in last.',
    remedy: '',
  },
  'not-pushable-platform': {
    kind: 'suppressed',
    meaning: 'Not pushed: this kind of device has no push channel.',
    cause: 'Web and PC clients get messages only while they are connected.',
    remedy: '',
  },
  'offline-too-long': {
    kind: 'suppressed',
    meaning: 'Not pushed: the device has not connected for longer than the limit.',
    cause: 'A device counts as offline when it did not reconnect for 7 days (setting push.offlineLimitMs).',
    remedy: 'Opening the app once makes the device reachable again.',
  },
  'no-token': {
    kind: 'suppressed',
    meaning: 'Not pushed: the device never reported a push token, or took it back.',
    cause:
      "The app did not call setOfflinePushConfig (or the plugin's init) after login, or the phone's push service gave no token.",
    remedy:
      "Check that the plugin's init runs after login, with the certificate ID of this phone's maker, and look at its error.",
  },
  'token-dead': {
    kind: 'suppressed',
    meaning: 'Not pushed: the vendor declared the device’s token dead.',
    cause:
      'The app was uninstalled, its data cleared, or the token replaced, and no new token was reported since.',
    remedy: 'Opening the app reports a fresh token.',
  },
  'token-moved': {
    kind: 'suppressed',
    meaning: 'Not pushed: the token now belongs to another user.',
    cause: 'The same phone reported the same token for another user later; a token has one owner.',
    remedy: 'The user gets pushes again after logging in on this phone.',
  },
  'certificate-missing': {
    kind: 'suppressed',
    meaning: 'Not pushed: the certificate the token was reported with does not exist any more.',
    cause: 'The certificate was deleted. Tokens bound to it cannot be pushed to.',
    remedy:
      "Create a certificate, give its ID to the app's push configuration, and let the app report its token again.",
  },
} as const satisfies Record<string, ReasonText>
