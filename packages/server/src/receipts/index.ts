export { createReceiptAddresses } from './addresses.ts'
export { createReceiptDoor, type ReceiptDoor } from './door.ts'
export { receiptRoutes } from './routes.ts'
