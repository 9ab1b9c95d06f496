import type { CertificateField } from '../channel.ts'

/** Second-level classes of system messages. Chat is `IM`. */
export const vivoSystemCategories = [
  'IM',
  'ACCOUNT',
  'TODO',
  'DEVICE_REMINDER',
  'ORDER',
  'SUBSCRIPTION',
] as const

/** Second-level classes of operational messages: two a day for each phone, not at night. */
export const vivoOperationalCategories = ['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL'] as const

/** All second-level classes there are. */
export const vivoCategories = [...vivoSystemCategories, ...vivoOperationalCategories] as const

/** The fields of a vivo certificate. */
export const vivoCertificateFields: readonly CertificateField[] = [
  {
    name: 'appID',
    label: 'AppID',
    help: 'vivo open platform > Push > app > App information: a number.',
    kind: 'text',
    required: true,
  },
  {
    name: 'appKey',
    label: 'AppKey',
    help: 'Beside the AppID.',
    kind: 'text',
    required: true,
  },
  {
    name: 'appSecret',
    label: 'AppSecret',
    help: 'Beside the AppID. For the server only.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'category',
    label: 'Category',
    help: "Class of the app's messages. Empty: IM, a system message without quota trouble. A message's androidVIVOCategory goes before it. NEWS, CONTENT, MARKETING and SOCIAL are operational: two a day for each phone.",
    kind: 'choice',
    choices: vivoCategories,
    required: false,
  },
  {
    name: 'pushMode',
    label: 'Push mode',
    help: "formal, or test: only phones entered in vivo's console. An app under review can only use test. Empty: formal.",
    kind: 'choice',
    choices: ['formal', 'test'],
    required: false,
  },
  {
    name: 'groups',
    label: 'Groups',
    help: 'How the same push goes to several phones. single: one request a phone, with receipts. list: the message is saved and sent to up to 1000 phones a request, without receipts, and vivo counts saved messages a day. Empty: single.',
    kind: 'choice',
    choices: ['single', 'list'],
    required: false,
  },
  {
    name: 'clickAction',
    label: 'Click action',
    help: 'What a tap opens. Empty: the app.',
    kind: 'choice',
    choices: ['app', 'url', 'activity'],
    required: false,
  },
  { name: 'clickURL', label: 'Click URL', help: 'For click action url.', kind: 'text', required: false },
  {
    name: 'clickIntent',
    label: 'Click intent',
    help: 'For click action activity: intent://...#Intent;...;end or a deep link. The activity must be exported.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackID',
    label: 'Receipt ID',
    help: "ID of a receipt address registered in vivo's console. Goes before the callback URL.",
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackURL',
    label: 'Receipt callback URL',
    help: 'Where vivo reports delivered and refused pushes, at most 128 characters. vivo does not sign: put a secret into the path.',
    kind: 'url',
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: 'Where vivo is reached. Empty: https://api-push.vivo.com.cn.',
    kind: 'url',
    required: false,
  },
]
