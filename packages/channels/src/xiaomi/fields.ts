import type { CertificateField } from '../channel.ts'

/** Regions of Xiaomi's push: China; Singapore (all others), EEA and UK, Russia, India. */
export const xiaomiRegions = ['cn', 'sgp', 'fr', 'ru', 'idmb'] as const

/** How a shown notification is taken back. */
export const xiaomiRecalls = ['v3', 'v1', 'cover'] as const

/** Names the call to take back may want its regIds under: that of the older calls, or that of sending. */
export const xiaomiRecallTokenFields = ['registration_ids', 'registration_id'] as const

/** The fields of a Xiaomi certificate. */
export const xiaomiCertificateFields: readonly CertificateField[] = [
  {
    name: 'packageName',
    label: 'Package name',
    help: "The app's applicationId as registered with Xiaomi. Builds with a suffix need a certificate of their own.",
    kind: 'text',
    required: true,
  },
  {
    name: 'appSecret',
    label: 'AppSecret',
    help: 'Xiaomi developer site > app > Push > App information. Not the AppKey, which is for the app.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'region',
    label: 'Region',
    help: 'Where the tokens were made: cn China, sgp most other countries, fr EEA and UK, ru Russia, idmb India. Empty: cn.',
    kind: 'choice',
    choices: xiaomiRegions,
    required: false,
  },
  {
    name: 'channelID',
    label: 'Channel ID',
    help: "ID of the approved message class for chat. A message's androidXiaoMiChannelID goes before it. Without one a phone gets about one notification a day, or none.",
    kind: 'text',
    required: false,
  },
  {
    name: 'channelClass',
    label: 'Channel class',
    help: 'Class of that channel; sets how long Xiaomi keeps a push: private 10 days, public 1 day. Empty: private with a channel ID, public without.',
    kind: 'choice',
    choices: ['private', 'public'],
    required: false,
  },
  {
    name: 'templateID',
    label: 'Template ID',
    help: 'Private classes need a template: at once for new apps, for all by the end of 2026.',
    kind: 'text',
    required: false,
  },
  {
    name: 'templateParams',
    label: 'Template parameters',
    help: 'JSON: each variable of the template and what fills it, {title} and {body} being the notification\'s. Empty: {"title":"{title}","content":"{body}"}.',
    kind: 'text',
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
    help: 'For click action activity: intent:#Intent;...;end, an activity of this app.',
    kind: 'text',
    required: false,
  },
  {
    name: 'sound',
    label: 'Sound',
    help: 'File in res/raw without suffix. The channel must allow a sound.',
    kind: 'text',
    required: false,
  },
  {
    name: 'callbackURL',
    label: 'Receipt callback URL',
    help: "A place of your own for Xiaomi's receipts, instead of this server. Xiaomi does not sign: put a secret into the path. Empty: this server, if it has a public URL.",
    kind: 'url',
    required: false,
  },
  {
    name: 'recall',
    label: 'Recall',
    help: 'How a recalled message is taken off the screen. v3: /v3/message/regid/revoke. v1: the older call, which ends on 2026-12-01. cover: a notification without sound takes its place. Empty: v3.',
    kind: 'choice',
    choices: xiaomiRecalls,
    required: false,
  },
  {
    name: 'recallTokenField',
    label: 'Recall token field',
    help: "The name under which the call takes the regIds, should Xiaomi's differ. Empty: registration_ids.",
    kind: 'choice',
    choices: xiaomiRecallTokenFields,
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: "Where Xiaomi's server is reached. Empty: the region's.",
    kind: 'url',
    required: false,
  },
]
