import type { AlarmKind } from '@carillon/protocol'

/** What an alarm of a kind means. */
export interface AlarmKindText {
  /** What `subject` names. */
  subject: string
  /** When it opens and when it closes. */
  rule: string
  meaning: string
  remedy: string
}

/** Every kind of alarm. docs/alarms.md is made of this. */
export const alarmKinds = {
  'acceptance-rate': {
    subject: 'a vendor',
    rule: 'Opens when, in the last 10 minutes, at least 50 pushes were answered and the vendor took fewer than four fifths of the share it took in the 24 hours before. Closes when it takes nine tenths of it again.',
    meaning: 'The vendor refuses pushes, or cannot be reached, more than it used to.',
    remedy:
      'Look at `carillon stats --by reason --vendor <vendor> --since 1h` for the cause and at the story of one message (`carillon why`) for the vendor’s words. Busy or unreachable: see the vendor’s status page and the server’s way out; waiting pushes are sent until their deadline. Refused for the certificate or payload: mend what the words say.',
  },
  'receipt-rate': {
    subject: 'a vendor',
    rule: 'Opens when, of at least 100 pushes the vendor took in the last 30 minutes, less than half the share was reported as delivered that was in the 24 hours before. Closes at three quarters of it. Only for vendors that report.',
    meaning: 'The vendor takes pushes and reports fewer of them as delivered: they may not reach the phones.',
    remedy:
      'Check that the vendor still reaches `publicURL` (metrics `carillon_receipts_total`, `carillon_receipts_refused_total`). If receipts come, look at what was dropped: `carillon stats --by reason --vendor <vendor>`; a class that lost its approval and a used-up quota show there.',
  },
  'certificate-expiry': {
    subject: 'a certificate ID',
    rule: 'Opens 30 days before the certificate runs out, as a warning; critical in the last 7 days. Closes when a certificate with a later end is stored.',
    meaning: 'An APNs certificate (.p12, .pem) nears its end. After it Apple refuses every push.',
    remedy:
      'Make a new one in the Apple Developer account and store it with `carillon cert update <certificateID>`; tokens stay valid. A key (.p8) does not run out.',
  },
  'quota-near': {
    subject: 'a certificate ID and the vendor’s class: `10001/private`',
    rule: 'Opens when nine tenths of the daily share of the class (`quotaPerDay` of the certificate) are used, as a warning; critical when all of it is. Closes when the share is given again.',
    meaning:
      'The vendor takes no more of this class today soon. The last tenth is kept for calls and mentions; others wait for the next share and fold into one notification a device.',
    remedy:
      'Ask the vendor for a higher share, or for the chat class, which most do not limit. `carillon stats --by class` tells what uses it. If the vendor gives you more than `quotaPerDay` says, correct it: `carillon cert update <certificateID>`.',
  },
  'lane-stopped': {
    subject: 'a certificate ID',
    rule: 'Opens when the vendor refuses the certificate itself. Closes when it takes a push again.',
    meaning: 'Nothing is sent with this certificate. Pushes wait until their deadline.',
    remedy:
      'Read the vendor’s words in the log (`the vendor refuses the certificate`) or in a story, mend the certificate (`carillon cert update <certificateID>`). What waits goes out by itself.',
  },
  'lane-shut': {
    subject: 'a certificate ID',
    rule: 'Opens when the vendor has failed every trial for 2 minutes. Closes when one works.',
    meaning: 'The vendor cannot be reached or answers with errors. Pushes wait and are tried again.',
    remedy: 'See the vendor’s status page, and the server’s way out: DNS, firewall, proxy, extra CA.',
  },
  'dead-tokens': {
    subject: 'a vendor',
    rule: 'Opens when, in the last 10 minutes, at least 50 tokens were declared dead and they are a fifth or more of all answers. Closes below a tenth.',
    meaning: 'Many tokens die at once. Seldom is it the phones.',
    remedy:
      'Usual causes: a certificate of another app or of the wrong environment (APNs sandbox), a new signing key or package name, a project changed at the vendor. Mend the certificate before the apps come back; each phone reports its token again when its app is opened.',
  },
  'journal-lag': {
    subject: 'this server',
    rule: 'Opens when journal rows wait for more than 10 seconds to be stored. Closes below 2 seconds.',
    meaning:
      'The database does not take what is written, or takes it too slowly. When the buffer is full nothing more is sent.',
    remedy: 'Look at the database: is it there, is its disk full or slow, does somebody hold a lock?',
  },
  'outbox-lag': {
    subject: 'the database',
    rule: 'Opens when a message is due for more than 2 minutes and nobody works on it. Closes below 30 seconds.',
    meaning: 'Messages come faster than they are worked on, or no server with room works on the outbox.',
    remedy:
      'See `carillon_outbox_messages` and `carillon_lane_waiting_pushes`: one vendor that is slow holds up its own pushes alone; if all wait, the server or the database is short of something.',
  },
} as const satisfies Record<AlarmKind, AlarmKindText>
