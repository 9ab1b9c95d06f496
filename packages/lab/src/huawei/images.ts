import type { LabClock } from '../clock.ts'
import { DAY } from '../clock.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { jsonAnswer } from '../emulator/answers.ts'
import { parsedObject, textIn } from '../push-kit/fields.ts'
import { randomHex } from '../random.ts'
import { requestIDOf } from './codes.ts'

const lifeMs = 7 * DAY
const maxImages = 10_000

/** Pictures that Huawei has looked at: v3 shows no others. */
export class Images {
  readonly #clock: LabClock
  readonly #expiries = new Map<string, number>()

  constructor(clock: LabClock) {
    this.#clock = clock
  }

  /** `images:verify`: gives the URL to send in the picture's place. @throws FieldError */
  verify(body: string): EmulatorAnswer {
    const url = textIn(parsedObject(body), 'imageUrl') ?? ''
    if (URL.parse(url)?.protocol !== 'https:')
      return jsonAnswer(200, { code: '83010001', msg: 'imageUrl must be https', requestId: requestIDOf() })
    if (this.#expiries.size >= maxImages) this.#expiries.delete(this.#expiries.keys().next().value ?? '')
    const downloadUrl = `https://push-img.cloud.huawei.com/${randomHex(32)}.png`
    this.#expiries.set(downloadUrl, this.#clock.now() + lifeMs)
    return jsonAnswer(200, {
      code: '83010000',
      msg: 'Success',
      requestId: requestIDOf(),
      downloadUrl,
      expireTime: lifeMs / 1_000,
    })
  }

  /** Whether the URL is one that `verify` gave. */
  isVerified(url: string): boolean {
    return (this.#expiries.get(url) ?? 0) > this.#clock.now()
  }
}
