export { createLog, type Logger } from './log.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export { observabilityRoutes, type ObservabilityOptions, type ReadinessCheck } from './routes.ts'
export { createServerEvents } from './server-events.ts'
