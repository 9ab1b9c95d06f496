import type { Texts } from '../en.ts'
import { zhHansMakerFields } from './zh-hans-makers.ts'

/** Fields of certificates by vendor, `any` for those of several; in the words of the vendors' own sites. */
export const zhHansFields: Texts['fields'] = {
  any: {
    codeOverrides: {
      label: '返回码处理',
      help: '对厂商个别返回码的处理方式，例如 10302=token-dead, 10070=retry。other=... 用于 Carillon 不认识的返回码。可选：accepted、token-dead、retry、config、payload、quota、unknown。',
    },
    notificationsPerSecond: {
      label: '每秒推送数',
      help: '厂商授予应用的推送速率（QPS）。留空：厂商的常规值。',
    },
    quotaResetHour: {
      label: '配额重置时刻',
      help: '每日配额在北京时间（UTC+8）几点重置。留空：按厂商返回，否则为 0 点。',
    },
    quotaPerDay: {
      label: '每日推送量',
      help: '厂商每天接收本应用该类别消息的条数。留空：不计数，仅按厂商返回处理。',
    },
    quotaPerDevicePerDay: {
      label: '单设备每日推送量',
      help: '有配额的类别每天在一台手机上最多展示的条数。留空：厂商的常规值。',
    },
    maxPayloadBytes: { label: '最大字节数', help: '一条通知允许的字节数。留空：按已知的厂商限制。' },
    maxTTLSeconds: {
      label: '最长离线保存时间',
      help: '手机离线时厂商保存通知的秒数。留空：按已知的厂商限制。',
    },
    maxTitleLength: {
      label: '标题最大长度',
      help: '标题的字符数，按厂商的计算方式。留空：取厂商文档中较严格的值。',
    },
    maxBodyLength: {
      label: '内容最大长度',
      help: '内容的字符数，按厂商的计算方式。留空：取厂商文档中较严格的值。',
    },
    clickAction: { label: '点击后续动作', help: '点击通知后打开什么。留空：打开应用。' },
    clickURL: { label: '点击打开的网址', help: '用于点击后续动作 url。' },
  },
  apns: {
    bundleID: {
      label: 'Bundle ID',
      help: '应用的 Bundle ID，与 Xcode 以及 Apple Developer > Identifiers 中一致，不带 .voip。',
    },
    environment: {
      label: '环境',
      help: 'token 的来源：TestFlight 和 App Store 为 production（默认）；从 Xcode 直接运行的版本为 sandbox。',
    },
    p8: {
      label: '签名密钥（.p8）',
      help: 'Apple Developer > Certificates, Identifiers & Profiles > Keys：启用了 APNs 的密钥，只能下载一次。推荐使用；与密钥 ID、团队 ID 一起填写，或改用证书。',
    },
    keyID: { label: '密钥 ID（Key ID）', help: '十个字符，也在文件名 AuthKey_<Key ID>.p8 中。' },
    teamID: { label: '团队 ID（Team ID）', help: '十个字符。Apple Developer > Membership details。' },
    p12: {
      label: '证书（.p12）',
      help: '从钥匙串导出的 Apple Push Services 证书及其私钥，有效期一年。',
    },
    p12Password: { label: '.p12 的密码', help: '没有密码则留空。' },
    pem: { label: '证书和私钥（PEM）', help: '代替 .p12：证书和未加密的私钥放在同一段文本中。' },
    voip: {
      label: 'VoIP',
      help: '用于 VoIP token（PushKit），只能通知来电：不显示来电的应用会被 iOS 终止。不用于消息。',
    },
    sound: {
      label: '铃声',
      help: '应用包内的文件名，带后缀。消息中的 iOSSound 优先。留空：系统铃声。',
    },
    category: {
      label: '类别（Category）',
      help: 'UNNotificationCategory 的标识：决定通知有哪些按钮，即 iOS 的点击动作。',
    },
    baseURL: { label: '服务地址', help: 'APNs 的访问地址，例如使用 2197 端口时。留空：该环境的默认地址。' },
  },
  fcm: {
    serviceAccountJson: {
      label: '服务账号密钥（JSON）',
      help: 'Firebase 控制台 > 项目设置 > 服务账号 > 生成新的私钥。不是 google-services.json。',
    },
    packageName: { label: '包名', help: '应用的 applicationId。填写后只向该应用的 token 推送。' },
    channelID: {
      label: '通知渠道 ID',
      help: '应用已创建的通知渠道。消息中的 androidFCMChannelID 优先。留空或应用没有该渠道时，使用应用的默认渠道。',
    },
    clickAction: { label: '点击后续动作', help: '点击后打开的 Activity 的 intent action。留空：启动页。' },
    icon: { label: '图标', help: '应用 drawable 资源的名称。留空：应用的默认图标。' },
    color: { label: '颜色', help: '图标颜色，#rrggbb。' },
    sound: {
      label: '铃声',
      help: 'res/raw 中的文件名，不带后缀。消息中的 androidSound 优先。Android 8 起由通知渠道决定。',
    },
    baseURL: { label: '服务地址', help: 'FCM 的访问地址。留空：https://fcm.googleapis.com。' },
    tokenURL: { label: '令牌地址', help: '获取 access token 的地址。留空：密钥文件中的 token_uri。' },
  },
  huawei: {
    appID: { label: 'APP ID', help: 'AppGallery Connect > 项目设置 > 常规 > 应用。仅数字。' },
    clientSecret: {
      label: 'Client Secret',
      help: '同一页面的 OAuth 2.0 客户端密钥（旧版为 APP Secret）。用于带 HMS 的手机。与服务账号二选一，都填时使用服务账号。',
    },
    serviceAccount: {
      label: '服务账号密钥（JSON）',
      help: '华为开发者联盟 > API Console > 凭证 > 服务账号密钥。HarmonyOS NEXT 必须使用；也可用于带 HMS 的手机。',
    },
    clientID: {
      label: 'Client ID',
      help: 'OAuth 2.0 客户端 ID。留空：使用 APP ID，AppGallery Connect 的应用两者相同。',
    },
    projectID: {
      label: '项目 ID',
      help: '填写后按项目推送（/v2），可到达项目内的所有应用。留空：按应用推送（/v1）。使用服务账号时取密钥文件中的项目。',
    },
    phones: {
      label: '手机类型',
      help: 'hms：token 全部来自带 HMS 的手机（v1、v2）。harmony：全部来自 HarmonyOS NEXT（v3）。留空：按设备上报的平台。',
    },
    category: {
      label: '消息分类（category）',
      help: '聊天消息的分类。IM 需要华为批准的自分类权益；没有则按资讯营销类展示：静默，每天 2 条。消息中的 androidHuaWeiCategory 优先。留空：IM。',
    },
    channelID: {
      label: '通知渠道 ID',
      help: '应用的通知渠道。在中国大陆不起作用，由消息分类决定。',
    },
    sound: {
      label: '铃声',
      help: 'res/raw 中的文件名，不带后缀。消息中的 androidSound 优先。留空：手机默认铃声。',
    },
    badgeClass: {
      label: '角标参数',
      help: '应用入口 Activity 的完整类名，例如 com.example.chat.MainActivity。留空：不设置角标。',
    },
    clickAction: {
      label: '点击后续动作',
      help: '点击通知后打开什么。留空：填写了 clickIntent 时打开该页面，否则打开应用。',
    },
    clickURL: { label: '点击打开的网址', help: 'https 网页，用于点击后续动作 url。' },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 intent：intent://host/path#Intent;scheme=...;launchFlags=0x4000000;end，应用内的页面。ext 会作为字符串参数“ext”附加。',
    },
    harmonyAction: {
      label: 'HarmonyOS action',
      help: 'HarmonyOS NEXT：点击后打开的 Ability 的 action，即 module.json5 中 skills 之一。与 harmonyURI 都留空：打开应用首页。',
    },
    harmonyURI: {
      label: 'HarmonyOS URI',
      help: 'HarmonyOS NEXT：点击后打开的 Ability 的 URI，与其 skills 一致。',
    },
    harmonySound: {
      label: 'HarmonyOS 铃声',
      help: 'HarmonyOS NEXT：resources/rawfile 中的文件，带后缀，例如 alert.mp3。留空：手机默认铃声。',
    },
    receiptID: {
      label: '回执 ID（receipt_id）',
      help: 'AppGallery Connect > 推送服务 > 消息回执配置的 ID。留空：使用为应用设置的回执。',
    },
    callbackUser: { label: '回执用户名', help: '如果在回执配置中设置了用户名，则只接受带签名的回执。' },
    callbackSecret: { label: '回执密钥', help: '回执配置的密钥，与用户名一起使用。' },
    testMessage: {
      label: '测试消息',
      help: '以测试消息发送：不占用配额，每天几百条，每次请求 10 个 token。',
    },
    baseURL: { label: '服务地址', help: '华为接收推送的地址。留空：https://push-api.cloud.huawei.com。' },
    tokenURL: {
      label: '令牌地址',
      help: '华为发放 access token 的地址，也是服务账号令牌的 aud。留空：https://oauth-login.cloud.huawei.com/oauth2/v3/token。',
    },
  },
  honor: {
    appID: {
      label: 'APP ID',
      help: '荣耀开发者服务平台（developer.honor.com）> 开放服务 > 推送服务 > 应用。仅数字。',
    },
    clientID: {
      label: 'Client ID',
      help: '在同一页面。不是 APP ID：填成 APP ID 会返回“unauthorized_client”。',
    },
    clientSecret: { label: 'Client Secret', help: '在同一页面。不是 APP Secret。' },
    importance: {
      label: '消息分类（importance）',
      help: '聊天消息的分类。NORMAL（服务与通讯类）需要荣耀批准的自分类权益；没有则按资讯营销类展示：静默，每天 2 条。消息中的 androidHonorImportance 优先。留空：NORMAL。',
    },
    badgeClass: {
      label: '角标参数',
      help: '应用入口 Activity 的完整类名，例如 com.example.chat.MainActivity。留空：不设置角标。',
    },
    clickAction: {
      label: '点击后续动作',
      help: '点击通知后打开什么。留空：填写了 clickIntent 时打开该页面，否则打开应用。',
    },
    clickURL: { label: '点击打开的网址', help: 'https 网页，用于点击后续动作 url。' },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 intent：intent://host/path#Intent;scheme=...;launchFlags=0x4000000;end，应用内的页面。ext 会作为字符串参数“ext”附加。',
    },
    baseURL: { label: '服务地址', help: '荣耀接收推送的地址。留空：https://push-api.cloud.honor.com。' },
    tokenURL: {
      label: '令牌地址',
      help: '荣耀发放 access token 的地址。留空：https://iam.developer.honor.com/auth/token。',
    },
  },
  ...zhHansMakerFields,
}
