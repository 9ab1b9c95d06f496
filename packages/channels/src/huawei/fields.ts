import type { CertificateField } from '../channel.ts'
import { pushClickFields } from '../push-click.ts'

/** Huawei's categories of notifications. */
export const huaweiCategories = [
  'IM',
  'VOIP',
  'SUBSCRIPTION',
  'TRAVEL',
  'HEALTH',
  'WORK',
  'ACCOUNT',
  'EXPRESS',
  'FINANCE',
  'DEVICE_REMINDER',
  'MAIL',
  'MARKETING',
] as const

/** Huawei's phones: with HMS (EMUI, HarmonyOS up to 4), or with HarmonyOS NEXT (5 and newer). */
export const huaweiPhones = ['hms', 'harmony'] as const

/** The fields of a Huawei certificate. */
export const huaweiCertificateFields: readonly CertificateField[] = [
  {
    name: 'appID',
    label: 'App ID',
    help: 'AppGallery Connect > Project settings > App information. Digits only.',
    kind: 'text',
    required: true,
  },
  {
    name: 'clientSecret',
    label: 'Client secret',
    help: 'OAuth 2.0 client secret on the same page; App secret in old consoles. Reaches phones with HMS. Either this or a service account, which is used when both are given.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'serviceAccount',
    label: 'Service account key (JSON)',
    help: 'developer.huawei.com > API Console > Service account key. Needed for HarmonyOS NEXT; reaches phones with HMS too.',
    kind: 'json-file',
    required: false,
  },
  {
    name: 'clientID',
    label: 'Client ID',
    help: 'OAuth 2.0 client ID. Empty: the App ID, which is the same for apps of AppGallery Connect.',
    kind: 'text',
    required: false,
  },
  {
    name: 'projectID',
    label: 'Project ID',
    help: 'Given: pushes go out for the project (/v2), which reaches all its apps. Empty: for the app (/v1). With a service account: the project of its key file.',
    kind: 'text',
    required: false,
  },
  {
    name: 'phones',
    label: 'Phones',
    help: 'hms: all tokens are of phones with HMS (v1, v2). harmony: all are of HarmonyOS NEXT (v3). Empty: by the platform the device reports.',
    kind: 'choice',
    choices: huaweiPhones,
    required: false,
  },
  {
    name: 'category',
    label: 'Category',
    help: "Category of chat pushes. IM needs Huawei's approval of self-classification; without it Huawei shows them as marketing: silent, 2 a day. A message's androidHuaWeiCategory goes before it. Empty: IM.",
    kind: 'choice',
    choices: huaweiCategories,
    required: false,
  },
  {
    name: 'channelID',
    label: 'Channel ID',
    help: 'Notification channel of the app. Without effect in mainland China, where the category decides.',
    kind: 'text',
    required: false,
  },
  {
    name: 'sound',
    label: 'Sound',
    help: "File in res/raw without suffix. A message's androidSound goes before it. Empty: the phone's sound.",
    kind: 'text',
    required: false,
  },
  {
    name: 'badgeClass',
    label: 'Badge parameter',
    help: "Full name of the launcher's activity, such as com.example.chat.MainActivity. Empty: pushes set no badge.",
    kind: 'text',
    required: false,
  },
  ...pushClickFields,
  {
    name: 'harmonyAction',
    label: 'HarmonyOS action',
    help: "HarmonyOS NEXT: action of the ability a tap opens, one of its skills in module.json5. Empty, and no harmonyURI: the app's home page.",
    kind: 'text',
    required: false,
  },
  {
    name: 'harmonyURI',
    label: 'HarmonyOS URI',
    help: 'HarmonyOS NEXT: URI of the ability a tap opens, as its skills say.',
    kind: 'text',
    required: false,
  },
  {
    name: 'harmonySound',
    label: 'HarmonyOS sound',
    help: "HarmonyOS NEXT: file in resources/rawfile with suffix, such as alert.mp3. Empty: the phone's sound.",
    kind: 'text',
    required: false,
  },
  {
    name: 'receiptID',
    label: 'Receipt ID',
    help: 'ID of a receipt configuration in AppGallery Connect > Push. Empty: the one set for the app.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackUser',
    label: 'Receipt user name',
    help: 'User name of the receipt configuration, when you set one there: receipts are then taken signed only.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackSecret',
    label: 'Receipt secret',
    help: 'Secret of the receipt configuration, with the user name.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'testMessage',
    label: 'Test messages',
    help: 'Pushes go out as test messages: outside the quotas, a few hundred a day, 10 tokens a request.',
    kind: 'flag',
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: 'Where Huawei takes pushes. Empty: https://push-api.cloud.huawei.com.',
    kind: 'url',
    required: false,
  },
  {
    name: 'tokenURL',
    label: 'Token URL',
    help: 'Where Huawei gives access tokens, and whom those of a service account are for (aud). Empty: https://oauth-login.cloud.huawei.com/oauth2/v3/token.',
    kind: 'url',
    required: false,
  },
]
