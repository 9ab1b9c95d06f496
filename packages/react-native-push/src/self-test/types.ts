/** The hops of a push, in the order they are tried. */
export type SelfTestHopName =
  /** Somebody is logged in to the chat. */
  | 'login'
  /** This phone's vendor can run here. */
  | 'vendor'
  /** The user lets the app show notifications. */
  | 'permission'
  /** The app's switches in the system's settings. */
  | 'switch'
  /** Android's notification channels. */
  | 'channel'
  /** The vendor gives a token. */
  | 'token'
  /** The server takes the token and the certificate ID. */
  | 'registration'
  /** The server has the vendor take a notification for this phone. */
  | 'echo'
  /** It arrives. */
  | 'arrival'

/** What became of one hop. */
export interface SelfTestHop {
  hop: SelfTestHopName
  ok: boolean
  /** What was found. */
  what: string
  /** What to do; '' when nothing needs doing. */
  remedy: string
}

/** What a self test found. */
export interface SelfTestReport {
  ok: boolean
  /** The first hop that failed; those after it were not tried. */
  failed?: SelfTestHop
  hops: SelfTestHop[]
  /** Message ID of the echo: `carillon why` tells its story. */
  msgID?: string
}

/** What a self test may be told. */
export interface SelfTestOptions {
  /** A channel that must exist and be switched on, such as the one the app's messages use. */
  channelID?: string
  /** How long the vendor may take to bring the notification. Default 30 s. */
  arrivalTimeoutMs?: number
}
