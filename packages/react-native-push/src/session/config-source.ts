import { parseCarillonPushFile } from '../config/parse.ts'
import { pushConfigOf } from '../config/to-push-config.ts'
import type { NativeCarillonPush } from '../native/spec.ts'
import { namesCertificates, parseAppInfo, parseInitParams, type PushConfig } from '../params/parse.ts'
import type { PushClickAction } from '../params/types.ts'

/** Where certificate IDs and credentials come from: the call, else what the app set or gave before, else its carillon-push.json. */
export class ConfigSource {
  readonly #native: NativeCarillonPush
  #own: PushConfig | undefined
  /** What the app gave last. */
  #given: PushConfig | undefined

  constructor(native: NativeCarillonPush) {
    this.#native = native
  }

  /** In place of the app's carillon-push.json, opened or as text. @throws PushPluginError */
  set(file: unknown): void {
    this.#own = pushConfigOf(parseCarillonPushFile(file))
  }

  /** @throws PushPluginError (6017) */
  async read(appInfo?: unknown): Promise<PushConfig> {
    if (namesCertificates(appInfo)) return (this.#given = parseAppInfo(appInfo))
    const known = this.#own ?? this.#given
    if (known !== undefined) return known
    const file = await this.#native.getAppConfig()
    return file === '' ? parseAppInfo({}) : pushConfigOf(parseCarillonPushFile(file))
  }

  /** What `init` was given. @throws PushPluginError (6017) */
  async readInit(params: unknown): Promise<{ config: PushConfig; pushClickAction?: PushClickAction }> {
    if (namesCertificates(params)) {
      const parsed = parseInitParams(params)
      this.#given = parsed.config
      return parsed
    }
    const { pushClickAction } = (params ?? {}) as { pushClickAction?: unknown }
    const config = await this.read()
    // Checked with a certificate that stands in for those of the file.
    return { ...parseInitParams({ pushClickAction, appInfo: { apple_buz_id: 1 } }), config }
  }
}
