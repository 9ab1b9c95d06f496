import type { FastifyInstance } from 'fastify'

import type { Metrics } from './metrics.ts'

/** Something the server needs in order to serve. Rejects, or takes too long, when it is not there. */
export type ReadinessCheck = () => Promise<unknown>

/** What the routes show. */
export interface ObservabilityOptions {
  metrics: Pick<Metrics, 'registry'>
  /** By name: `{ database: () => db.query(...) }`. */
  checks: Readonly<Record<string, ReadinessCheck>>
  /** Sets gauges to how things stand, before they are shown. */
  refresh?: () => Promise<void>
  /** How long one check may take. Default 2 s. */
  checkTimeoutMs?: number
  /** True while the server stops: not ready, so that a balancer sends nobody more. */
  isStopping?: () => boolean
}

/**
 * Adds `/healthz` (the process answers), `/readyz` (it can serve; 503 with the failed checks otherwise)
 * and `/metrics` (Prometheus text). A fastify plugin.
 */
export const observabilityRoutes = async (
  app: FastifyInstance,
  options: ObservabilityOptions,
): Promise<void> => {
  const { metrics, checks, checkTimeoutMs = 2000, isStopping = () => false } = options

  app.get('/healthz', () => ({ status: 'ok' }))

  app.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await outcomeOf(check, checkTimeoutMs)] as const,
      ),
    )
    const isReady = !isStopping() && results.every(([, outcome]) => outcome === 'ok')
    const status = isStopping() ? 'stopping' : isReady ? 'ready' : 'not ready'
    return await reply.code(isReady ? 200 : 503).send({ status, checks: Object.fromEntries(results) })
  })

  app.get('/metrics', async (_request, reply) => {
    await options.refresh?.()
    const text = await metrics.registry.metrics()
    return await reply.type(metrics.registry.contentType).send(text)
  })

  await Promise.resolve()
}

const outcomeOf = async (check: ReadinessCheck, timeoutMs: number): Promise<'ok' | 'failed' | 'timeout'> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs)
  })
  try {
    // What failed stands in the log; here it might tell strangers of the inside.
    return await Promise.race([
      check().then(
        () => 'ok' as const,
        () => 'failed' as const,
      ),
      timeout,
    ])
  } finally {
    clearTimeout(timer)
  }
}
