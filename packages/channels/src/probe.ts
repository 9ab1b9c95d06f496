import type { Outcome } from '@carillon/protocol'

import type { EncodeResult, PushNotification, VendorAnswer, VendorRequest } from './channel.ts'
import { words } from './words.ts'

const probeTTLMs = 60_000

/** A token that no phone has. Vendors look for the phone after they have taken the credential. */
export const probeToken = 'carillon-certificate-check'

/** What a certificate check sends to a token that no phone has. */
export const probeNotification = (nowMs: number): PushNotification => ({
  msgID: 'certificate-check',
  title: 'Carillon',
  body: 'Certificate check',
  ext: '',
  collapseKey: 'certificate-check',
  deadlineMs: nowMs + probeTTLMs,
  options: {},
})

/** A refusal of the made-up token proves that the credential works. */
export const credentialWorks: Outcome = {
  kind: 'accepted',
  words: words('OK', 'The credential works: only the made-up token was refused.'),
}

/** A certificate check: what is sent, and what the answer says of the credential. */
export interface Probe {
  request: VendorRequest
  decode(answer: VendorAnswer): Outcome
}

/**
 * @param decode reads the answer for the made-up token
 * @param saysDead outcomes besides `token-dead` that mean the made-up token alone was refused
 */
export const probeOf = (
  encoded: EncodeResult,
  decode: (answer: VendorAnswer) => readonly Outcome[],
  saysDead: (outcome: Outcome, answer: VendorAnswer) => boolean = () => false,
): Probe => {
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode(answer) {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decode(answer)
      return outcome.kind === 'token-dead' || saysDead(outcome, answer) ? credentialWorks : outcome
    },
  }
}
