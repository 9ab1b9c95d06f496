import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

import {
  ErrorCode,
  type FileURL,
  type MessageElement,
  type MessageRecord,
  type PrepareUploadParams,
  type PrepareUploadResult,
  type UploadedFile,
} from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerConfig } from '../config/index.ts'
import type { ServerEvents } from '../events.ts'
import type { Database } from '../store/db.ts'
import { describeStored, finishUpload, type FinishParts } from './finish.ts'
import { checkSize } from './kinds.ts'
import type { LinkParts, Links, LinkUse } from './links.ts'
import { findFile, insertFile, lockedUsage, markRefused, readableFiles } from './queries.ts'
import { Staging, TooManyBytesError } from './staging.ts'
import { createStorage, filesFolder, type ByteRange, type FileStorage } from './storage/index.ts'
import { sweepFiles } from './sweep.ts'
import { createTurns } from './turns.ts'
import { refusedFile, type FileRefusal, type FileRow, type FileUser } from './types.ts'
import { unusedLifetimeMs } from './uses.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Uploads that are received at once; further ones are asked to come back. */
const mostUploads = 1000

/** What files are made from. */
export interface FilesParts {
  config: Pick<ServerConfig, 'dataFolder' | 'files'>
  database: Database
  links: Links
  clock: Clock
  events: Pick<ServerEvents, 'fault'>
  /** Default: the one of the configuration. */
  storage?: FileStorage
}

/** What became of a part of an upload. */
export type UploadOutcome =
  | { kind: 'finished'; data: UploadedFile }
  /** More is to come, from this byte on. */
  | { kind: 'partial'; bytes: number; total: number }
  /** It did not begin where the last part ended. */
  | { kind: 'elsewhere'; bytes: number; total: number }
  | { kind: 'refused'; refusal: FileRefusal }

interface Receiving {
  interrupt(): void
  ended: Promise<void>
}

/** Uploaded files: takes them, looks into them, stores them, and gives them to those who may read them. */
export class Files {
  readonly #parts: FilesParts
  readonly #storage: FileStorage
  readonly #staging: Staging
  readonly #finishing: FinishParts
  readonly #receiving = new Map<string, Receiving>()
  #cancelSweep: () => void
  #sweeping: Promise<unknown> = Promise.resolve()

  constructor(parts: FilesParts) {
    this.#parts = parts
    const { config, database, clock } = parts
    this.#storage = parts.storage ?? createStorage(config)
    this.#staging = new Staging(join(filesFolder(config), 'uploading'))
    const turns = createTurns({ atOnce: 2, waiting: 200 })
    this.#finishing = { database, storage: this.#storage, turns, keyOf, newFileID }
    this.#cancelSweep = clock.after(HOUR_MS, () => this.#sweepHourly())
  }

  /** Decides whether a user may upload a file, and where to. */
  async prepareUpload(
    user: FileUser,
    { purpose, bytes, name }: PrepareUploadParams,
  ): Promise<{ ok: true; data: PrepareUploadResult } | FileRefusal> {
    const problem = checkSize(purpose, bytes)
    if (problem) return problem
    const { database, clock, links, config } = this.#parts
    const { uploadsPerUserPerDay, bytesPerUserPerDay, urlLifetimeMs } = config.files
    const nowMs = clock.now()
    const fileID = newFileID()
    const keptUntilMs = nowMs + unusedLifetimeMs
    const refusal = await database.transaction(async (db) => {
      const usage = await lockedUsage(db, user, nowMs - DAY_MS)
      if (usage.uploads >= uploadsPerUserPerDay || usage.bytes + bytes > bytesPerUserPerDay)
        return refusedFile(
          ErrorCode.NET_FREQ_LIMIT,
          `You have begun ${usage.uploads} uploads with ${usage.bytes} bytes in 24 hours; ${uploadsPerUserPerDay} with ${bytesPerUserPerDay} bytes are allowed.`,
        )
      await insertFile(db, { ...user, fileID, purpose, bytes, name: plainName(name), nowMs, keptUntilMs })
      return undefined
    })
    if (refusal) return refusal
    const expiresAtMs = nowMs + urlLifetimeMs
    return { ok: true, data: { fileID, path: links.make('upload', fileID, expiresAtMs), expiresAtMs } }
  }

  /** Links to those of the files the user may read. */
  async urls(user: FileUser, fileIDs: readonly string[]): Promise<FileURL[]> {
    const { database, clock, links, config } = this.#parts
    const mine = await readableFiles(database, user, fileIDs)
    const expiresAtMs = clock.now() + config.files.urlLifetimeMs
    return [...mine].map((fileID) => ({
      fileID,
      path: links.make('download', fileID, expiresAtMs),
      expiresAtMs,
    }))
  }

  /** Links to the pictures of messages that are on their way to somebody who may read them. */
  pictureURLs(records: readonly MessageRecord[]): FileURL[] {
    const { clock, links, config } = this.#parts
    const expiresAtMs = clock.now() + config.files.urlLifetimeMs
    const fileIDs = records.flatMap(({ elements }) => elements.flatMap(picturesOf))
    return [...new Set(fileIDs)].map((fileID) => ({
      fileID,
      path: links.make('download', fileID, expiresAtMs),
      expiresAtMs,
    }))
  }

  /** Why a link is not good; undefined when it is. */
  checkLink(use: LinkUse, link: LinkParts): FileRefusal | undefined {
    const verdict = this.#parts.links.check(use, link, this.#parts.clock.now())
    if (verdict === 'good') return undefined
    return verdict === 'expired'
      ? refusedFile(ErrorCode.FILE_TRANS_AUTH_FAILED, 'The address has ended. Ask for a new one.')
      : refusedFile(ErrorCode.STORED_FILE_ACCESS_DENIED, 'The address is none that this server has given.')
  }

  /** How much of an upload has come. Whoever was still sending it is cut off: he is gone, or asks himself. */
  async uploaded(fileID: string): Promise<{ bytes: number; total: number } | undefined> {
    const row = await findFile(this.#parts.database, fileID)
    if (row === undefined || row.state === 'deleting') return undefined
    if (row.state === 'stored') return { bytes: row.bytes, total: row.bytes }
    const receiving = this.#receiving.get(fileID)
    if (receiving) await cutOff(receiving)
    return { bytes: await this.#staging.bytes(fileID), total: row.bytes }
  }

  /** Takes a part of an upload, from byte `offset` on, and with the last one all of it. */
  async receive(fileID: string, offset: number, body: Readable): Promise<UploadOutcome> {
    if (this.#receiving.size >= mostUploads)
      return refused(ErrorCode.SERVER_BUSY, 'Too many uploads are under way. Try again in a moment.')
    let before = this.#receiving.get(fileID)
    // Looked up again after each wait: from the last look to taking the place nothing comes between.
    while (before !== undefined) {
      await cutOff(before)
      before = this.#receiving.get(fileID)
    }
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    this.#receiving.set(fileID, { interrupt: () => body.destroy(), ended })
    try {
      return await this.#receive(fileID, offset, body)
    } finally {
      this.#receiving.delete(fileID)
      end()
    }
  }

  /** A stored file with a way to read it; undefined when there is none. */
  async open(
    fileID: string,
  ): Promise<{ file: FileRow; read: (range: ByteRange) => Promise<Readable | undefined> } | undefined> {
    const file = await findFile(this.#parts.database, fileID)
    if (file?.state !== 'stored') return undefined
    return { file, read: async (range) => await this.#storage.read(keyOf(file), range) }
  }

  /** Deletes files that nothing refers to, as happens every hour. Answers how many. */
  async sweep(): Promise<number> {
    const { database, clock, events } = this.#parts
    return await sweepFiles({
      database,
      storage: this.#storage,
      clock,
      events,
      keyOf,
      removeStaged: async (fileID) => await this.#staging.remove(fileID),
    })
  }

  /** Cuts uploads off and waits until nothing is written any more. */
  async stop(): Promise<void> {
    this.#cancelSweep()
    for (const { interrupt } of this.#receiving.values()) interrupt()
    await Promise.all([...this.#receiving.values()].map(async ({ ended }) => await ended))
    await this.#sweeping
  }

  async #receive(fileID: string, offset: number, body: Readable): Promise<UploadOutcome> {
    const { database } = this.#parts
    const row = await findFile(database, fileID)
    if (row === undefined || row.state === 'deleting')
      return refused(ErrorCode.STORED_FILE_NOT_FOUND, 'There is no such upload any more. Begin a new one.')
    const total = row.bytes
    // Its answer may have been lost on the way.
    if (row.state === 'stored') return { kind: 'finished', data: await describeStored(database, row) }
    const before = await this.#staging.bytes(fileID)
    if (offset !== before) return { kind: 'elsewhere', bytes: before, total }
    try {
      await this.#staging.append(fileID, body, total - before)
    } catch (error) {
      if (!(error instanceof TooManyBytesError))
        return { kind: 'partial', bytes: await this.#staging.bytes(fileID), total }
      return await this.#refuse(
        fileID,
        refusedFile(ErrorCode.FILE_TOO_LARGE, 'More bytes came than were announced.'),
      )
    }
    const bytes = await this.#staging.bytes(fileID)
    if (bytes < total) return { kind: 'partial', bytes, total }
    const finished = await finishUpload(this.#finishing, row, this.#staging.pathOf(fileID))
    if (finished.ok) {
      await this.#staging.remove(fileID)
      return { kind: 'finished', data: finished.data }
    }
    if (finished.code === ErrorCode.SERVER_BUSY) return { kind: 'refused', refusal: finished }
    return await this.#refuse(fileID, finished)
  }

  async #refuse(fileID: string, refusal: FileRefusal): Promise<UploadOutcome> {
    await markRefused(this.#parts.database, fileID)
    await this.#staging.remove(fileID)
    return { kind: 'refused', refusal }
  }

  #sweepHourly(): void {
    const { clock, events } = this.#parts
    this.#sweeping = this.sweep().catch((error: unknown) => events.fault({ where: 'files.sweep', error }))
    this.#cancelSweep = clock.after(HOUR_MS, () => this.#sweepHourly())
  }
}

const cutOff = async ({ interrupt, ended }: Receiving): Promise<void> => {
  interrupt()
  await ended
}

const refused = (code: number, desc: string): UploadOutcome => ({
  kind: 'refused',
  refusal: refusedFile(code, desc),
})

/** Long and random: knowing one tells nothing of others. */
const picturesOf = (element: MessageElement): string[] =>
  element.type === 'image'
    ? [element.original, element.thumb, element.large].flatMap((image) => image?.fileID ?? [])
    : []

const newFileID = (): string => randomBytes(18).toString('base64url')

/** Where a file's bytes are in the storage: made of what the server itself made up. */
const keyOf = ({ sdkAppID, fileID }: { sdkAppID: number; fileID: string }): string =>
  `${sdkAppID}/${fileID.slice(0, 2)}/${fileID}`

/** A name without the path that may stand before it, and without what no name has. */
const plainName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 255)
    .toWellFormed()
