import type { Outcome } from '@carillon/protocol'

import type { Recaller, VendorAnswer } from '../channel.ts'
import { words } from '../words.ts'
import type { XiaomiCertificate } from './certificate.ts'
import { decodeXiaomi } from './decode.ts'
import { xiaomiNotifyID } from './encode.ts'
import { isRegID } from './tokens.ts'

const tokensPerRequest = 1000
/** "message not found" */
const notFound = '65028'

/**
 * `/v3/message/regid/revoke` (dev.mi.com, document 2367), or the older `/v1` until 2026-12-01. The fields
 * are those of the SDK's v1 call; what v3 names them is unsure, so the certificate can say otherwise.
 */
export const xiaomiRecaller: Recaller<XiaomiCertificate> = {
  tokensPerRequest,
  isFor: ({ recall }) => recall !== undefined,
  encode: ({ recall, baseURL, appSecret, packageName }, { collapseKey }, tokens) => {
    if (recall === undefined) throw new TypeError('this certificate covers what it recalls')
    const regIDs = tokens.filter(isRegID)
    if (regIDs.length === 0)
      return {
        kind: 'refused',
        outcome: {
          kind: 'refused',
          cause: 'payload',
          words: words('MALFORMED_TOKEN', 'no token is a regId'),
        },
      }
    return {
      kind: 'request',
      request: {
        method: 'POST',
        url: `${baseURL}/${recall.version}/message/regid/revoke`,
        headers: {
          authorization: `key=${appSecret}`,
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        },
        body: new URLSearchParams({
          [recall.tokenField]: regIDs.join(','),
          restricted_package_name: packageName,
          notify_id: String(xiaomiNotifyID(collapseKey)),
        }).toString(),
      },
    }
  },
  decode: (answer: VendorAnswer, tokens, nowMs) =>
    decodeXiaomi(answer, tokens, nowMs).map((outcome): Outcome =>
      outcome.words?.code === notFound ? { kind: 'accepted', words: outcome.words } : outcome,
    ),
}
