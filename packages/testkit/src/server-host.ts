import type { PushStory } from '@carillon/protocol'
import {
  createServer,
  linkURL,
  loadStory,
  openStore,
  type CarillonServer,
  type ServerConfig,
  type ServerParts,
} from '@carillon/server'

/** A Carillon server under the testkit's hand. */
export interface ServerHost extends AsyncDisposable {
  /** `http://127.0.0.1:port`, the same over restarts. */
  readonly url: string
  /** Starts it, again after a stop. Resolves when it serves. */
  start(): Promise<void>
  /** Stops it in good order. */
  stop(): Promise<void>
  /** The push story of a message, from the running server or straight from its database. */
  story(msgID: string): Promise<PushStory | undefined>
}

/** Runs a server in this process. Its database, embedded or by URL, is opened and closed with it. */
export class InProcessServer implements ServerHost {
  readonly #config: ServerConfig
  readonly #parts: Partial<ServerParts>
  #running: CarillonServer | undefined
  #port: number

  constructor(config: ServerConfig, parts: Partial<ServerParts>) {
    this.#config = config
    this.#parts = parts
    this.#port = config.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<void> {
    this.#running ??= await createServer({ ...this.#config, port: this.#port }, this.#parts)
    this.#port = this.#running.address.port
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    await running?.close()
  }

  /** A one-time link that opens the console. The server must run. */
  async consoleLink(): Promise<string> {
    if (!this.#running) throw new Error('the server does not run')
    return linkURL(this.url, await this.#running.console.signInLink('you'))
  }

  async story(msgID: string): Promise<PushStory | undefined> {
    return this.#running
      ? await this.#running.push.story(msgID)
      : await storyFromDatabase(this.#config, msgID)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

/** Reads a story beside a running server, or without one, as `carillon why` does. */
export const storyFromDatabase = async (
  { databaseURL, dataFolder }: Pick<ServerConfig, 'databaseURL' | 'dataFolder'>,
  msgID: string,
): Promise<PushStory | undefined> => {
  await using store = await openStore(databaseURL === undefined ? { dataFolder } : { url: databaseURL }, {
    purpose: 'command',
    connections: 1,
  })
  return await loadStory(store, msgID)
}
