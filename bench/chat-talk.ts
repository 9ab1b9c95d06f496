/** Asked of the process the server runs in. */
export type ServerQuestion =
  | { ask: 'users'; names: readonly string[] }
  | { ask: 'usage'; collectsGarbage?: boolean }
  | { ask: 'settled' }
  | { ask: 'stored' }

/** A server that is up, and how its processes can be told. */
export interface ServerFacts {
  url: string
  sdkAppID: number
  pid: number
  postgres: string
}

/** Who logs in. */
export interface ChatUser {
  userID: string
  userSig: string
}

/** What server and database have used so far. */
export interface ServerUsage {
  serverCPUSeconds: number
  databaseCPUSeconds: number
  serverRSSBytes: number
  serverHeapBytes: number
  databasePSSBytes: number
}

/** Where clients connect to. */
export interface ClientsTarget {
  url: string
  sdkAppID: number
  users: readonly ChatUser[]
}

/** Said to a process of clients: first who they are, then what to do. */
export type ClientsQuestion =
  | ({ do: 'logIn' } & ClientsTarget)
  | { do: 'talk'; durationMs: number; load: Load }

/** Either so many without an answer by each client, as fast as it goes; or so many a second by all together. */
export type Load = { inFlight: number } | { perSecond: number }

/** What came of some time of talking. */
export interface TalkFigures {
  answered: number
  delivered: number
  /** From the first send to the last answer. */
  seconds: number
  cpuSeconds: number
  answerMs: Percentiles
  deliveryMs: Percentiles
}

export interface Percentiles {
  p50: number
  p99: number
}
