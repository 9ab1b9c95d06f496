import type { Texts } from '../en.ts'

/** As in English. */
export const zhHansChecklists: Texts['checklists'] = {
  apns: [
    '在 App ID（Identifiers）和 Xcode（Signing & Capabilities）中开启 Push Notifications。',
    '建议使用签名密钥（.p8）：不会过期，生产和沙盒通用。',
    '用 Xcode 直接运行的版本需要单独的证书，环境选 sandbox。',
  ],
  fcm: [
    '在 Firebase 项目中添加该包名的 Android 应用，并把 google-services.json 放进应用。',
    '项目中需要启用 Firebase Cloud Messaging API (V1)。',
    '如果在这里填写了通知渠道，应用中要创建同名渠道。',
  ],
  huawei: [
    '在 AppGallery Connect 中开通 Push Kit，并填写签名证书的 SHA-256 指纹。',
    '申请自分类权益（IM）：否则按营销消息处理，静默且每天 2 条。',
    '如需查看送达情况，请设置回执地址。',
  ],
  honor: [
    '在 developer.honor.com 开通推送服务，并填写签名证书指纹。',
    '申请自分类权益：否则按营销消息处理，静默且每天 2 条。',
  ],
  xiaomi: [
    '为应用开通推送；AppID 和 AppKey 用于应用，AppSecret 填在这里。',
    '申请聊天消息的 channel（私信消息）：否则每台手机每天约 1 条。',
  ],
  oppo: [
    '在 push.oppo.com 登记通知通道，并在应用中创建相同通道，否则不会展示。',
    '申请 IM 类别（通讯与服务）。',
    'OPPO 安装后默认关闭通知：请引导用户开启。',
  ],
  vivo: [
    '申请正式推送权限：在此之前只有测试设备能收到（推送模式 1）。',
    '申请 IM 类别：否则按运营消息计算，有每日限额。',
  ],
  meizu: [
    '在 open.flyme.cn 开通推送；AppID 和 AppKey 用于应用，App Secret 填在这里。',
    '如果每天向一台手机发送多条，请申请私信类消息。',
  ],
}
