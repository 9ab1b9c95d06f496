import type { PushLanguage, PushTexts, VendorId } from '@carillon/protocol'

import type { CallbackCommand } from '../callbacks/commands.ts'

/**
 * Which of a user's devices may be logged in at the same time; a newer login kicks what has no place
 * beside it. `one-per-platform`: one of each platform kind. `mobile-and-desktop`: one phone or tablet, and
 * one computer or browser. `one-device`: one. `any-number`: none is kicked.
 */
export const loginPolicies = ['one-per-platform', 'mobile-and-desktop', 'one-device', 'any-number'] as const

/** One of `loginPolicies`. */
export type LoginPolicy = (typeof loginPolicies)[number]

/** What an app's owner may set. Every field has a default; times are milliseconds. */
export interface AppSettings {
  push: {
    /** A live copy not acknowledged for this long is pushed. Default 4 s. */
    acknowledgementTimeoutMs: number
    /** A device that did not connect for longer counts as offline and is not pushed to. Default 7 days. */
    offlineLimitMs: number
    /** How long a push is worth sending. Default 1 day. */
    deadlineMs: number
    /**
     * A push waits this long while another device of the user is in front, and is not sent if the
     * message is read there. Default 0: it does not wait.
     */
    holdWhileActiveMs: number
    /** No push while a PC or Web client of the user is in front. Default false. */
    skipWhileDesktopOnline: boolean
    /**
     * What a user reads on one device goes from the screens of the user's other devices, where the vendor or
     * the app there can take it away. Default false.
     */
    clearWhenRead: boolean
    /**
     * Bursts of one conversation on one device: the first message is pushed at once, those within the
     * first window after it become one notification, then those within the second, and so on; the last
     * window repeats. A conversation that is quiet for a window starts over. Default []: none are gathered.
     */
    gatherWindowsMs: readonly number[]
    /** The text of messages is not shown, but "You have a new message". Default false. */
    hideText: boolean
    /** The language of default texts for devices that tell none. Default "en". */
    defaultLanguage: PushLanguage
    /** Default texts of the app's own, by language; those left out keep Carillon's. */
    texts: Partial<Record<PushLanguage, Partial<PushTexts>>>
  }
  messaging: {
    /** The same (sender, random) within this time is the same message. Default 1 day. */
    duplicateWindowMs: number
    /** How far back a device is caught up after it was away. Default 7 days. */
    syncWindowMs: number
    /** How long after it was sent a message can be recalled. Default 2 minutes. */
    recallWindowMs: number
    /**
     * A message to somebody who blocks its sender: true, it looks sent and reaches nobody; false, the
     * sender gets 20007. Default true.
     */
    showBlockedAsSent: boolean
  }
  groups: {
    /** Members a group of the type takes. Defaults 200, 2,000, 6,000 and 100,000; an AVChatRoom takes any number. */
    workMembers: number
    publicMembers: number
    meetingMembers: number
    communityMembers: number
    /** Groups one user may be in, AVChatRooms included. Default 1,000. */
    groupsPerUser: number
  }
  logins: {
    /** Which of a user's devices may be logged in at the same time. Default "one-per-platform". */
    policy: LoginPolicy
  }
  callbacks: {
    /** Where the app's backend is told and asked of what happens. Default '': nowhere. */
    url: string
    /** What it is told and asked of. Default none. */
    commands: readonly CallbackCommand[]
    /** Signs what it is told (`Sign`, `RequestTime`); sealed. Default '': nothing is signed. */
    token: string
    /** How long an answer is waited for. Default 2 s. */
    timeoutMs: number
    /** A message about which the backend does not answer is refused (80003) instead of let through. Default false. */
    refusesWhenUnanswered: boolean
  }
  support: {
    /** Who looks a message up in the console may, for a reason that is noted, see what it says. Default true. */
    showMessageText: boolean
  }
}

/** A tenant: one app of one team. */
export interface App {
  sdkAppID: number
  name: string
  settings: AppSettings
}

/** A certificate with its credential unsealed and checked by its channel. */
export interface LoadedCertificate {
  certificateID: number
  sdkAppID: number
  vendor: VendorId
  name: string
  /** Raised by each change. */
  revision: number
  /** As the channel's `parseCertificate` gave it. */
  certificate: unknown
}

/** Read side of the tenants, cached; a change made by any process (the CLI, another node) is seen within moments through NOTIFY. */
export interface Tenants {
  app(sdkAppID: number): Promise<App | undefined>
  /** Secret keys of an app, newest first; any of them verifies a UserSig. */
  secretKeys(sdkAppID: number): Promise<readonly string[]>
  /** Undefined when it does not exist or has been deleted. */
  certificate(certificateID: number): Promise<LoadedCertificate | undefined>
  /** Called with the ID of a certificate that was changed or deleted. */
  onCertificateChanged(listener: (certificateID: number) => void): () => void
}
