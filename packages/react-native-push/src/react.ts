export { useNotificationTap } from './react/use-notification-tap.ts'
