import type { CertificateField } from '../channel.ts'

/** Where the app's tokens were made. */
export const oppoRegions = ['cn', 'overseas'] as const

/** Service classes first, content classes behind; `none` is for apps that are still classed by their channel. */
export const oppoCategories = [
  'IM',
  'ACCOUNT',
  'TODO',
  'DEVICE_REMINDER',
  'ORDER',
  'SUBSCRIPTION',
  'NEWS',
  'CONTENT',
  'MARKETING',
  'SOCIAL',
  'none',
] as const

/** 1: in the bar; 2: and on the lock screen; 16: and as a banner, with vibration and sound. */
export const oppoNotifyLevels = ['1', '2', '16'] as const

export const oppoClickActions = ['app', 'url', 'link', 'action', 'activity'] as const

/** The fields of an OPPO certificate. */
export const oppoCertificateFields: readonly CertificateField[] = [
  {
    name: 'appKey',
    label: 'AppKey',
    help: 'push.oppo.com > Configuration > App configuration, as the main account.',
    kind: 'text',
    required: true,
  },
  {
    name: 'masterSecret',
    label: 'MasterSecret',
    help: 'On the same page, also called AppServerSecret. Not the AppSecret, which is for the app.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'region',
    label: 'Region',
    help: 'Where the tokens were made: cn mainland China (CN_...), overseas all others. Empty: cn.',
    kind: 'choice',
    choices: oppoRegions,
    required: false,
  },
  {
    name: 'channelID',
    label: 'Channel ID',
    help: "The app's Android notification channel, registered in OPPO's console too. The app must create it, or nothing is shown. A message's androidOPPOChannelID goes before it. Empty: OPPO's default channel.",
    kind: 'text',
    required: false,
  },
  {
    name: 'category',
    label: 'Category',
    help: "Message class, granted by OPPO on application. A message's androidOPPOCategory goes before it. Empty: IM. none: only for apps still classed by their channel.",
    kind: 'choice',
    choices: oppoCategories,
    required: false,
  },
  {
    name: 'notifyLevel',
    label: 'Notify level',
    help: "1 bar, 2 bar and lock screen, 16 also banner, vibration and sound (needs OPPO's approval). A message's androidOPPONotifyLevel goes before it. Empty: 2.",
    kind: 'choice',
    choices: oppoNotifyLevels,
    required: false,
  },
  {
    name: 'templateID',
    label: 'Private template ID',
    help: "private_msg_template_id of an approved template. Some apps get code 54 without one. A message's vendorParams.oppoTemplateId goes before it.",
    kind: 'text',
    required: false,
  },
  {
    name: 'titleParams',
    label: 'Title parameters',
    help: 'JSON: each variable of the template\'s title and what fills it, {title} and {body} being the notification\'s, such as {"name":"{title}"}.',
    kind: 'text',
    required: false,
  },
  {
    name: 'contentParams',
    label: 'Content parameters',
    help: 'The same for the variables of the template\'s content, such as {"text":"{body}"}.',
    kind: 'text',
    required: false,
  },
  {
    name: 'clickAction',
    label: 'Click action',
    help: 'What a tap opens: app; url a web page; link a deep link or intent URI of the app; action an activity by its intent action; activity an activity by its class name. Empty: app.',
    kind: 'choice',
    choices: oppoClickActions,
    required: false,
  },
  {
    name: 'clickURL',
    label: 'Click URL',
    help: 'For click actions url and link.',
    kind: 'text',
    required: false,
  },
  {
    name: 'clickActivity',
    label: 'Click activity',
    help: 'For click actions action and activity: com.example.chat.OPEN, or com.example.chat.MainActivity.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackURL',
    label: 'Receipt callback URL',
    help: 'Where OPPO reports delivered pushes and dead tokens. OPPO does not sign: put a secret into the path. At most 200 characters.',
    kind: 'url',
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: "Where OPPO's server is reached. Empty: the region's.",
    kind: 'url',
    required: false,
  },
]
