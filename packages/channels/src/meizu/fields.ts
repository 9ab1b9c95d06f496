import type { CertificateField } from '../channel.ts'

/** The fields of a Meizu certificate. */
export const meizuCertificateFields: readonly CertificateField[] = [
  {
    name: 'appID',
    label: 'AppID',
    help: 'Flyme push platform > app > App information: a number.',
    kind: 'text',
    required: true,
  },
  {
    name: 'appSecret',
    label: 'App Secret',
    help: 'Beside the AppID. Not the App Key, which is for the app.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'packageName',
    label: 'Package name',
    help: 'For an AppID with several packages: only tokens of this one are pushed to. Empty: all.',
    kind: 'text',
    required: false,
  },
  {
    name: 'messageClass',
    label: 'Message class',
    help: "private: personal messages, unlimited. public: 3 to 5 a day for each phone. A message's androidMeizuNotifyType goes before it. Empty: private.",
    kind: 'choice',
    choices: ['private', 'public'],
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
  {
    name: 'clickURL',
    label: 'Click URL',
    help: 'For click action url: a page, or a URI of the app.',
    kind: 'text',
    required: false,
  },
  {
    name: 'clickActivity',
    label: 'Click activity',
    help: 'For click action activity: class name with its package, such as com.example.chat.MainActivity. It must be exported.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackURL',
    label: 'Receipt callback URL',
    help: "A place of your own for Meizu's receipts, instead of this server, at most 128 bytes. Empty: this server, if it has a public URL. Either must be registered: Configuration > Receipt management.",
    kind: 'url',
    required: false,
  },
  {
    name: 'receiptToken',
    label: 'Receipt token',
    help: 'Shown where the receipt address is registered; receipts without it are refused. Empty: the secret in the address alone proves a receipt.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: 'Where Meizu is reached. Empty: https://server-api-push.meizu.com.',
    kind: 'url',
    required: false,
  },
]
