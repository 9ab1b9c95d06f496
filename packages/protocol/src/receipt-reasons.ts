import type { ReasonText } from './reasons.ts'

/** Reason codes of what is heard after the vendor took a push: its receipts, and taking it back. */
export const receiptReasons = {
  // the phone has it
  delivered: {
    kind: 'arrived',
    meaning: 'The phone has the notification, the vendor says.',
    cause: 'The vendor sent a receipt: its push service on the phone took the notification to show it.',
    remedy: '',
  },
  shown: {
    kind: 'arrived',
    meaning: 'The notification stands in the tray of the phone.',
    cause: 'The app on the phone reported it (push.report).',
    remedy: '',
  },
  tapped: {
    kind: 'arrived',
    meaning: 'The user tapped the notification.',
    cause: 'The app reported the tap (push.report), or the vendor sent a receipt for it.',
    remedy: '',
  },
  'tap-failed': {
    kind: 'arrived',
    meaning: 'The user tapped the notification, and what it should open could not be opened.',
    cause: 'The page or intent of the click action does not exist in the app, or is not exported.',
    remedy: "Mend the certificate's click action (carillon cert update), or the app's manifest.",
  },

  // the vendor took it, and it was not shown
  'token-dead-on-phone': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, but the app is not on the phone any more.',
    cause: 'The vendor sent a receipt: uninstalled, data cleared, or the token belongs to the phone no more.',
    remedy: 'Opening the app reports a fresh token.',
  },
  'notifications-off': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, but notifications are switched off for the app on the phone.',
    cause:
      'The vendor sent a receipt: the user, or the maker’s default after install, has switched them off.',
    remedy: 'Ask the user to allow notifications (requireNotificationPermission).',
  },
  'phone-inactive': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, which does not try: the phone has not been seen for too long.',
    cause: 'The vendor sent a receipt: the phone was not connected to its push service for days.',
    remedy: '',
  },
  'dropped-for-quota': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, then dropped: a quota is used up.',
    cause: 'The vendor sent a receipt: the app or the phone had its share of notifications of this class.',
    remedy: 'Ask the vendor for the chat class (unlimited with most), or a higher quota.',
  },
  'dropped-by-rule': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, then kept back by one of its rules.',
    cause: 'The vendor sent a receipt: its rules about content, class or hour. See the vendor’s words.',
    remedy: 'Use the class for chat, and texts without what the vendor filters.',
  },
  'replaced-by-newer': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, and replaced by a newer one before the phone showed it.',
    cause: 'The phone was offline, and the vendor keeps only so many.',
    remedy: '',
  },
  'expired-at-vendor': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, and out of date before the phone was online.',
    cause: 'The push was of use until its deadline (setting push.deadlineMs), or the vendor’s longest.',
    remedy: '',
  },
  'not-shown': {
    kind: 'dropped',
    meaning: 'Taken by the vendor, and not shown by the phone.',
    cause: 'The vendor sent a receipt. See its words.',
    remedy: '',
  },
  'held-by-phone': {
    kind: 'progress',
    meaning: 'On the phone, which shows it later.',
    cause: 'The vendor sent a receipt: the screen is off, or the phone was not unlocked since it started.',
    remedy: '',
  },

  // taken back after it was sent
  recalling: {
    kind: 'recalled',
    meaning: 'The message was taken back: the vendor is asked to take the notification off the phone.',
    cause: 'The sender, an administrator or the server recalled it.',
    remedy: '',
  },
  withdrawn: {
    kind: 'recalled',
    meaning: 'The message was taken back: the vendor removed the notification from the phone.',
    cause: 'The sender, an administrator or the server recalled it.',
    remedy: '',
  },
  covered: {
    kind: 'recalled',
    meaning: 'The message was taken back: a silent notification took the place of the shown one.',
    cause: 'The message was recalled, and this vendor removes nothing by itself.',
    remedy: '',
  },
  'recall-failed': {
    kind: 'recalled',
    meaning: 'The message was taken back, but the notification could not be.',
    cause: 'The vendor refused or could not be reached. See its words.',
    remedy: '',
  },
  'recall-unaddressed': {
    kind: 'recalled',
    meaning: 'The message was taken back; the notification was left, for the phone can be addressed no more.',
    cause: 'Its token is dead or another user’s, the user has logged out, or the certificate was deleted.',
    remedy: '',
  },

  // taken away after it was read elsewhere
  cleared: {
    kind: 'cleared',
    meaning: 'Read on another device: the vendor removed the notification from the phone.',
    cause: 'The app’s setting push.clearWhenRead is on.',
    remedy: '',
  },
  'clear-told': {
    kind: 'cleared',
    meaning: 'Read on another device: the app on the phone was told to remove the notification.',
    cause:
      'The app’s setting push.clearWhenRead is on, and this vendor removes nothing by itself. An app that the user has ended for good hears nothing: there the notification stays.',
    remedy: '',
  },
  'clear-unsupported': {
    kind: 'cleared',
    meaning: 'Read on another device; the notification was left, for this vendor takes none away.',
    cause:
      'The vendor has no such request, or the certificate does not allow it (docs/vendors/capabilities.md).',
    remedy: '',
  },
  'clear-failed': {
    kind: 'cleared',
    meaning: 'Read on another device, but the notification could not be removed.',
    cause: 'The vendor refused or could not be reached within an hour. See its words.',
    remedy: '',
  },
  'clear-unaddressed': {
    kind: 'cleared',
    meaning: 'Read on another device; the notification was left, for the phone can be addressed no more.',
    cause: 'Its token is dead or another user’s, the user has logged out, or the certificate was deleted.',
    remedy: '',
  },
} as const satisfies Record<string, ReasonText>
