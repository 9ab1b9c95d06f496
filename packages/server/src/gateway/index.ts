export { Gateway } from './gateway.ts'
export type { GatewayParts } from './methods.ts'
