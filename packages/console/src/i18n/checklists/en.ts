/** What is still to be done on each vendor's own site. */
export const enChecklists = {
  apns: [
    'Switch Push Notifications on for the App ID (Identifiers) and in Xcode (Signing & Capabilities).',
    'Use a signing key (.p8): it does not expire, and works for production and sandbox.',
    'Builds run from Xcode need a certificate of their own with environment sandbox.',
  ],
  fcm: [
    'Add the Android app with its package name to the Firebase project, and put google-services.json into the app.',
    'Firebase Cloud Messaging API (V1) must be enabled in the project.',
    'Create the notification channel in the app if you name one here.',
  ],
  huawei: [
    'Switch Push Kit on in AppGallery Connect and enter the SHA-256 fingerprint of the signing certificate.',
    'Apply for the self-classification right (IM): without it pushes are marketing, silent, 2 a day.',
    'Set the receipt address if you want to see what was delivered.',
  ],
  honor: [
    'Switch the push service on at developer.honor.com and enter the fingerprint of the signing certificate.',
    'Apply for self-classification: without it pushes are marketing, silent, 2 a day.',
  ],
  xiaomi: [
    'Switch push on for the app; AppID and AppKey go into the app, AppSecret here.',
    'Apply for a channel for chat messages (private message class): without it a phone gets about one a day.',
  ],
  oppo: [
    'Register the notification channel at push.oppo.com, and create the same one in the app: else nothing is shown.',
    'Apply for the IM category (communication and service).',
    'OPPO switches notifications off after install: ask people to allow them.',
  ],
  vivo: [
    'Ask for the formal push right: before that only test devices get pushes (push mode 1).',
    'Apply for the IM category: without it pushes count as operation messages with a daily limit.',
  ],
  meizu: [
    'Switch push on at open.flyme.cn; AppID and AppKey go into the app, App Secret here.',
    'Apply for the private message class if you send more than a few a day to one phone.',
  ],
}
