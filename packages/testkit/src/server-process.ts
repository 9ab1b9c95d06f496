import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { PushStory } from '@carillon/protocol'
import type { ServerConfig } from '@carillon/server'

import { storyFromDatabase, type ServerHost } from './server-host.ts'

/** What a server process tells when it serves. */
interface ReadyMessage {
  port: number
}

/** Lines of the process's output that are kept for errors. */
const keptLines = 50

/**
 * Runs a server in a process of its own, so that it can be killed. The process gets its configuration
 * as its first argument and tells its port when it serves; any other message sent to it is the
 * module's own affair.
 */
export class ServerProcess implements ServerHost {
  readonly #config: ServerConfig
  readonly #module: string
  #child: ChildProcess | undefined
  #port: number
  #output: string[] = []

  /** @param module a module that serves like `serve-child.ts`; default that one */
  constructor(config: ServerConfig, module = fileURLToPath(new URL('serve-child.ts', import.meta.url))) {
    this.#config = config
    this.#module = module
    this.#port = config.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** What it printed last. */
  get output(): string {
    return this.#output.join('')
  }

  async start(): Promise<void> {
    if (this.#child) return
    const config = { ...this.#config, port: this.#port }
    const child = spawn(
      process.execPath,
      [
        '-C',
        '@carillon/source',
        '--disable-warning=ExperimentalWarning',
        this.#module,
        JSON.stringify(config),
      ],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    this.#child = child
    const keep = (chunk: Buffer): void => {
      this.#output = [...this.#output, chunk.toString('utf8')].slice(-keptLines)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    const exited = once(child, 'exit')
    void exited.then(() => {
      if (this.#child === child) this.#child = undefined
    })
    const ready = once(child, 'message') as Promise<[ReadyMessage]>
    const first = await Promise.race([ready, exited.then(() => undefined)])
    if (!first) throw new Error(`the server process ended before it served:\n${this.output}`)
    this.#port = first[0].port
  }

  /** Sends the process a message of the module's own. */
  async tell(message: object): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('the server process is not running')
    await new Promise<void>((resolve, reject) => {
      child.send(message, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** Resolves when the process has ended, with the signal that ended it if one did. */
  async ended(): Promise<NodeJS.Signals | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.signalCode ?? null
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return signal
  }

  /** Ends it at once, with no chance to finish anything. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async story(msgID: string): Promise<PushStory | undefined> {
    return await storyFromDatabase(this.#config, msgID)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}
