import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DAY } from '../clock.ts'
import { createAuthority, openAuthority, type CertificateAuthority } from '../tls/authority.ts'

const version = 1
/** An authority with less life than this left is replaced: a run may last long. */
const minLifeMs = 400 * DAY

/** Something in the data folder is not as this command left it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** The CA and the apps, kept between runs. Two labs must not share one. */
export class DataFolder {
  readonly #path: string

  constructor(path: string) {
    this.#path = resolve(path)
  }

  get caFile(): string {
    return join(this.#path, 'ca.pem')
  }

  /** The authority of earlier runs, or a new one. @throws DataFolderError */
  async authority(): Promise<CertificateAuthority> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
    const [certificate, key] = await Promise.all([this.#read('ca.pem'), this.#read('ca-key.pem')])
    if (certificate !== undefined && key !== undefined) {
      const known = this.#open(certificate, key)
      const endsAtMs = Date.parse(new X509Certificate(known.certificate).validTo)
      if (endsAtMs > Date.now() + minLifeMs) return known
    } else if (certificate !== undefined || key !== undefined)
      throw this.#damaged('ca.pem and ca-key.pem belong together, but one is missing')
    const made = createAuthority()
    await this.#write('ca-key.pem', made.key)
    await this.#write('ca.pem', made.certificate)
    return made
  }

  /** Apps of earlier runs, by vendor. @throws DataFolderError */
  async apps(): Promise<Readonly<Record<string, unknown>>> {
    const text = await this.#read('apps.json')
    if (text === undefined) return {}
    try {
      const saved = JSON.parse(text) as { version?: unknown; apps?: unknown }
      if (saved.version === version && typeof saved.apps === 'object' && saved.apps !== null)
        return saved.apps as Record<string, unknown>
    } catch {
      // Said below, with the file's name.
    }
    throw this.#damaged('apps.json is not one that this release of the lab wrote')
  }

  async saveApps(apps: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#write('apps.json', `${JSON.stringify({ version, apps }, null, 2)}\n`)
  }

  /** What went wrong with the apps that were kept. */
  damagedApps(error: unknown): DataFolderError {
    return this.#damaged(`the apps in apps.json cannot be brought back (${(error as Error).message})`)
  }

  #open(certificate: string, key: string): CertificateAuthority {
    try {
      return openAuthority({ certificate, key })
    } catch (error) {
      throw this.#damaged(`ca.pem and ca-key.pem cannot be used (${(error as Error).message})`)
    }
  }

  #damaged(what: string): DataFolderError {
    return new DataFolderError(
      `In the data folder ${this.#path}, ${what}. Bring back a copy of it, or remove the folder to start anew.`,
    )
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#path, name), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Whole or not at all, whenever the process ends. Readable by its owner only: there are keys in it. */
  async #write(name: string, text: string): Promise<void> {
    const file = join(this.#path, name)
    await writeFile(`${file}.new`, text, { mode: name === 'ca.pem' ? 0o644 : 0o600 })
    await rename(`${file}.new`, file)
  }
}
