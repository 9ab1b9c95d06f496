import { createRequire } from 'node:module'
import { runOracle } from './dial.ts'

/** A push with push-xiaomi. */
export interface XiaomiTask {
  appSecret: string
  appPkgName: string
  push: Record<string, unknown>
}

/** What push-xiaomi says when it is done. */
export interface XiaomiResult {
  success_total: number
  fail_total: number
  traceIdList: string[]
  answers: unknown[]
}

interface PushXiaomi {
  new (options: { appSecret: string; appPkgName: string }): {
    push(data: Record<string, unknown>): Promise<void>
  }
}

await runOracle(({ appSecret, appPkgName, push }: XiaomiTask) => {
  const Xiaomi = createRequire(import.meta.url)('push-xiaomi') as PushXiaomi
  const answers: unknown[] = []
  return new Promise((resolve, reject) => {
    new Xiaomi({ appSecret, appPkgName })
      .push({
        ...push,
        sleep: 0,
        success: ({ data }: { data: unknown }) => answers.push(data),
        fail: reject,
        finish: (result: object) => resolve({ ...result, answers }),
      })
      .catch(reject)
  })
})
