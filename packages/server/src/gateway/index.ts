export { Gateway } from './gateway.ts'
export type { GatewayParts } from './handlers/index.ts'
