import type { Texts } from '../en.ts'

/** Reasons of what is heard after the vendor took a push. */
export const zhHansReceiptReasons: Texts['reasons'] = {
  delivered: {
    meaning: '厂商称通知已到达手机。',
    cause: '厂商发来回执：手机上的推送服务已收下通知用于展示。',
  },
  shown: { meaning: '通知已在手机的通知栏中。', cause: '手机上的应用上报（push.report）。' },
  tapped: { meaning: '用户点击了通知。', cause: '应用上报了点击（push.report），或厂商发来了点击回执。' },
  'tap-failed': {
    meaning: '用户点击了通知，但要打开的内容无法打开。',
    cause: '点击后续动作中的页面或 intent 在应用中不存在，或没有 exported。',
    remedy: '请修正证书的点击后续动作（carillon cert update），或应用的 manifest。',
  },
  'token-dead-on-phone': {
    meaning: '厂商已接收，但手机上已没有该应用。',
    cause: '厂商发来回执：应用被卸载、数据被清除，或 token 已不属于该手机。',
    remedy: '打开应用会上报新的 token。',
  },
  'notifications-off': {
    meaning: '厂商已接收，但手机上关闭了该应用的通知。',
    cause: '厂商发来回执：用户或厂商安装后的默认设置关闭了通知。',
    remedy: '请引导用户开启通知（requireNotificationPermission）。',
  },
  'phone-inactive': {
    meaning: '厂商已接收但不再尝试：手机太久没有上线。',
    cause: '厂商发来回执：手机已多天没有连接其推送服务。',
  },
  'dropped-for-quota': {
    meaning: '厂商接收后丢弃：配额已用完。',
    cause: '厂商发来回执：应用或手机已用完该类别的通知配额。',
    remedy: '向厂商申请聊天类别（多数厂商不限量）或更高配额。',
  },
  'dropped-by-rule': {
    meaning: '厂商接收后按其规则管控。',
    cause: '厂商发来回执：内容、类别或时段的规则，见厂商返回的内容。',
    remedy: '请使用聊天类别，并避免厂商过滤的内容。',
  },
  'replaced-by-newer': {
    meaning: '厂商已接收，但在手机展示前被更新的一条替换。',
    cause: '手机离线，厂商只保留有限条数。',
  },
  'expired-at-vendor': {
    meaning: '厂商已接收，但手机上线前已过期。',
    cause: '超过推送有效期（设置 push.deadlineMs）或厂商的最长保存时间。',
  },
  'not-shown': { meaning: '厂商已接收，但手机没有展示。', cause: '厂商发来回执，见其返回的内容。' },
  'held-by-phone': {
    meaning: '已到手机，手机稍后展示。',
    cause: '厂商发来回执：屏幕关闭，或手机启动后尚未解锁。',
  },
  recalling: {
    meaning: '消息已撤回：正在请厂商从手机上移除通知。',
    cause: '由发送者、管理员或服务器撤回。',
  },
  withdrawn: {
    meaning: '消息已撤回：厂商已从手机上移除通知。',
    cause: '由发送者、管理员或服务器撤回。',
  },
  covered: {
    meaning: '消息已撤回：已用一条无声通知覆盖原通知。',
    cause: '消息被撤回，而该厂商不会自行移除通知。',
  },
  'recall-failed': {
    meaning: '消息已撤回，但通知未能移除。',
    cause: '厂商拒绝或无法连接，见厂商返回的内容。',
  },
  cleared: {
    meaning: '已在其他设备阅读：厂商已从手机上移除通知。',
    cause: '应用设置 push.clearWhenRead 已开启。',
  },
  'clear-told': {
    meaning: '已在其他设备阅读：已通知手机上的应用移除通知。',
    cause:
      '应用设置 push.clearWhenRead 已开启，而该厂商不会自行移除。被用户彻底关闭的应用收不到：那里的通知会保留。',
  },
  'clear-unsupported': {
    meaning: '已在其他设备阅读；通知保留，因为该厂商不支持移除。',
    cause: '厂商没有这样的请求，或证书不允许（docs/vendors/capabilities.md）。',
  },
  'clear-failed': {
    meaning: '已在其他设备阅读，但通知未能移除。',
    cause: '厂商拒绝，或一小时内无法连接，见厂商返回的内容。',
  },
  'clear-unaddressed': {
    meaning: '已在其他设备阅读；通知保留，因为已无法再联系该手机。',
    cause: 'token 已失效或属于其他用户、用户已退出登录，或证书已删除。',
  },
  'recall-unaddressed': {
    meaning: '消息已撤回；通知保留，因为已无法再联系该手机。',
    cause: 'token 已失效或属于其他用户、用户已退出登录，或证书已删除。',
  },
}
