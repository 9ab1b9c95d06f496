import { capabilities, type ChannelCapabilities, type ReceiptKind } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'

const names: Record<VendorId, string> = {
  fcm: 'Google FCM',
  apns: 'Apple APNs',
  huawei: 'Huawei Push Kit',
  honor: 'Honor Push',
  xiaomi: 'Xiaomi Mi Push',
  oppo: 'OPPO Push',
  vivo: 'vivo push',
  meizu: 'Meizu push',
}

const recalls: Record<ChannelCapabilities['recall'], string> = {
  request: 'taken back by a request, where the certificate allows it; else covered',
  cover: 'covered by a notification without a sound',
  none: 'neither taken back nor covered',
}

const clears: Record<ChannelCapabilities['clears'], string> = {
  request: 'taken away by a request, where the certificate allows it; else it stays',
  app: 'taken away by the app, which a push without words tells to',
  none: 'left where it is',
}

const addresses: Record<NonNullable<ChannelCapabilities['receiptURL']>, string> = {
  request: 'told to the vendor with each push',
  console: "entered in the vendor's console (`carillon cert receipts` shows it)",
  both: "told with each push, and registered in the vendor's console (`carillon cert receipts` shows it)",
}

const receiptNames: Record<ReceiptKind, string> = {
  delivered: 'delivered',
  clicked: 'tapped',
  'click-failed': 'tapped in vain',
  held: 'held by the phone',
  'token-dead': 'token dead',
  'push-disabled': 'notifications off',
  inactive: 'phone inactive',
  'over-quota': 'quota used up',
  filtered: 'filtered',
  replaced: 'replaced by a newer one',
  expired: 'expired',
  'not-shown': 'not shown',
}

/** The text of docs/vendors/capabilities.md: what each channel says it can do. */
export const capabilitiesPage = (): string =>
  [
    '# What each vendor can do',
    '',
    "Made from the channels' own declarations. How receipts and recalls work: [receipts and recall](../receipts.md).",
    '',
    ...(Object.keys(names) as VendorId[]).flatMap((vendor) => section(vendor)),
  ].join('\n')

const section = (vendor: VendorId): string[] => {
  const found = capabilities[vendor]
  if (found === undefined) return []
  const { replacesBy, recall, clears: clearedBy, tokensPerRequest, receipts, receiptURL, setsBadge } = found
  return [
    `## ${names[vendor]}`,
    '',
    `- A second copy replaces the first by: ${replacesBy === undefined ? 'nothing' : `\`${replacesBy}\``}`,
    `- A shown notification is ${recalls[recall]}`,
    `- One of a message read elsewhere is ${clears[clearedBy]}`,
    `- Tokens in a request: ${tokensPerRequest === 1 ? '1' : `up to ${tokensPerRequest}`}`,
    `- Reports: ${receipts.length === 0 ? 'nothing' : receipts.map((kind) => receiptNames[kind]).join(', ')}`,
    ...(receiptURL === undefined ? [] : [`- The address of receipts is ${addresses[receiptURL]}`]),
    `- Sets the icon's number: ${setsBadge ? 'yes' : 'no'}`,
    '',
  ]
}
