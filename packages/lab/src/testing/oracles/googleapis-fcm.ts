import { auth, fcm } from '@googleapis/fcm'
import { runOracle } from './dial.ts'

/** Messages to send with @googleapis/fcm, round after round with one client. */
export interface GoogleapisTask {
  serviceAccount: Record<string, unknown>
  projectID: string
  http2: boolean
  rounds: Record<string, unknown>[][]
}

/** What came of each message: its name, or status and error code. */
export type GoogleapisResult = (
  | { name: string }
  | { status: number; errorCode?: string; retryAfter?: string }
)[][]

interface GoogleError {
  response?: {
    status: number
    headers?: Record<string, string>
    data?: { error?: { details?: { errorCode?: string }[] } | string }
  }
}

const outcomeOf = (reason: unknown): GoogleapisResult[number][number] => {
  const { response } = reason as GoogleError
  if (response === undefined) throw reason
  const { error } = response.data ?? {}
  const errorCode =
    typeof error === 'string'
      ? error
      : error?.details?.find((each) => each.errorCode !== undefined)?.errorCode
  const retryAfter = response.headers?.['retry-after']
  return {
    status: response.status,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

await runOracle(async ({ serviceAccount, projectID, http2, rounds }: GoogleapisTask) => {
  const credentials = new auth.GoogleAuth({
    credentials: serviceAccount,
    scopes: ['https://www.googleapis.com/auth/firebase.messaging'],
  })
  const client = fcm({ version: 'v1', auth: credentials, http2 })
  const results: GoogleapisResult = []
  for (const messages of rounds)
    results.push(
      await Promise.all(
        messages.map((message) =>
          client.projects.messages
            .send({ parent: `projects/${projectID}`, requestBody: { message } })
            .then(({ data }) => ({ name: data.name ?? '' }), outcomeOf),
        ),
      ),
    )
  return results
})
