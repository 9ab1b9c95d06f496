import type { Texts } from '../en.ts'

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
  oppo: {
    appKey: {
      label: 'AppKey',
      help: 'OPPO PUSH 运营平台（push.oppo.com）> 配置管理 > 应用配置，需使用主账号。',
    },
    masterSecret: {
      label: 'MasterSecret',
      help: '在同一页面，也称 AppServerSecret。不是 AppSecret，后者用于应用。',
    },
    region: { label: '区域', help: 'token 的来源：cn 中国大陆（CN_...），overseas 其他地区。留空：cn。' },
    channelID: {
      label: '通道 ID',
      help: '应用的 Android 通知通道，需在 OPPO 平台登记。应用必须创建该通道，否则不展示。消息中的 androidOPPOChannelID 优先。留空：OPPO 默认通道。',
    },
    category: {
      label: '消息分类（category）',
      help: '需向 OPPO 申请。消息中的 androidOPPOCategory 优先。留空：IM（即时聊天）。none：仅用于仍按通道分类的应用。',
    },
    notifyLevel: {
      label: '提醒等级（notify_level）',
      help: '1 通知栏；2 通知栏和锁屏；16 另有横幅、震动和铃声（需 OPPO 批准）。消息中的 androidOPPONotifyLevel 优先。留空：2。',
    },
    templateID: {
      label: '私信模板 ID',
      help: '已审核模板的 private_msg_template_id。部分应用缺少它会返回 54。消息中的 vendorParams.oppoTemplateId 优先。',
    },
    titleParams: {
      label: '标题模板参数',
      help: 'JSON：模板标题中的每个变量及其取值，{title} 和 {body} 为通知的标题和内容，例如 {"name":"{title}"}。',
    },
    contentParams: { label: '内容模板参数', help: '同上，用于模板内容中的变量，例如 {"text":"{body}"}。' },
    clickAction: {
      label: '点击后续动作',
      help: '点击通知后打开什么：app 应用；url 网页；link 应用的 deep link 或 intent URI；action 按 intent action 打开 Activity；activity 按类名打开 Activity。留空：app。',
    },
    clickURL: { label: '点击打开的网址', help: '用于点击后续动作 url 和 link。' },
    clickActivity: {
      label: '点击打开的 Activity',
      help: '用于点击后续动作 action 和 activity：com.example.chat.OPEN，或 com.example.chat.MainActivity。',
    },
    callbackURL: {
      label: '回执地址',
      help: 'OPPO 上报送达和失效 token 的地址。OPPO 不签名：请在路径中放一个秘密。最多 200 个字符。',
    },
    baseURL: { label: '服务地址', help: 'OPPO 服务器的地址。留空：该区域的默认地址。' },
  },
  xiaomi: {
    packageName: {
      label: '应用包名',
      help: '在小米登记的 applicationId。包名带后缀的版本需要单独的证书。',
    },
    appSecret: {
      label: 'AppSecret',
      help: '小米开放平台 > 应用 > 推送服务 > 应用信息。不是 AppKey，后者用于应用。',
    },
    region: {
      label: '区域',
      help: 'token 的来源：cn 中国大陆，sgp 其他大多数国家，fr 欧洲经济区和英国，ru 俄罗斯，idmb 印度。留空：cn。',
    },
    channelID: {
      label: '通知类别 ID（channel_id）',
      help: '已批准的聊天消息类别的 ID。消息中的 androidXiaoMiChannelID 优先。没有它，一台手机每天约只能收到一条，甚至收不到。',
    },
    channelClass: {
      label: '通知类别的类型',
      help: '该 channel 的类型，决定小米保存推送的时间：private（私信）10 天，public（公信）1 天。留空：有 channel_id 时为 private，否则为 public。',
    },
    templateID: {
      label: '模板 ID',
      help: '私信消息需要模板：新应用立即生效，2026 年底起对所有应用生效。',
    },
    templateParams: {
      label: '模板参数',
      help: 'JSON：模板中的每个变量及其取值，{title} 和 {body} 为通知的标题和内容。留空：{"title":"{title}","content":"{body}"}。',
    },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 activity：intent:#Intent;...;end，本应用的 Activity。',
    },
    sound: { label: '铃声', help: 'res/raw 中的文件名，不带后缀。该 channel 必须允许铃声。' },
    callbackURL: {
      label: '回执地址',
      help: '用自己的地址接收小米的回执，代替本服务器。小米不签名：请在路径中放一个秘密。留空：本服务器（设置了公网地址时）。',
    },
    recall: {
      label: '撤回方式',
      help: '如何让已撤回的消息从屏幕消失。v3：/v3/message/regid/revoke。v1：旧接口，2026-12-01 停用。cover：用无声的通知覆盖。留空：v3。',
    },
    recallTokenField: {
      label: '撤回接口的 regId 参数名',
      help: '如果小米的参数名不同，在此选择。留空：registration_ids。',
    },
    baseURL: { label: '服务地址', help: '小米服务器的地址。留空：该区域的默认地址。' },
  },
  vivo: {
    appID: { label: 'AppID', help: 'vivo 开放平台 > 消息推送 > 应用 > 应用信息：一个数字。' },
    appKey: { label: 'AppKey', help: '在 AppID 旁边。' },
    appSecret: { label: 'AppSecret', help: '在 AppID 旁边，仅供服务器使用。' },
    category: {
      label: '二级分类（category）',
      help: '应用消息的分类。留空：IM，属系统消息，配额充足。消息中的 androidVIVOCategory 优先。NEWS、CONTENT、MARKETING、SOCIAL 属运营消息：每台手机每天两条。',
    },
    pushMode: {
      label: '推送模式',
      help: 'formal 正式推送；test 测试推送，仅限在 vivo 平台登记的测试设备。审核中的应用只能用 test。留空：formal。',
    },
    groups: {
      label: '群发方式',
      help: '同一条推送如何发往多台手机。single 单推：每台一次请求，有回执。list 群推：先保存消息，每次请求最多 1000 台，无回执，且 vivo 限制每天保存的消息数。留空：single。',
    },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 activity：intent://...#Intent;...;end 或 deep link。该 Activity 必须 exported。',
    },
    callbackID: { label: '回执 ID', help: '在 vivo 平台登记的回执地址的 ID。优先于回执地址。' },
    callbackURL: {
      label: '回执地址',
      help: 'vivo 上报送达和拒绝的地址，最多 128 个字符。vivo 不签名：请在路径中放一个秘密。',
    },
    baseURL: { label: '服务地址', help: 'vivo 的访问地址。留空：https://api-push.vivo.com.cn。' },
  },
  meizu: {
    appID: { label: 'AppID', help: 'Flyme 推送平台 > 应用 > 应用信息：一个数字。' },
    appSecret: { label: 'App Secret', help: '在 AppID 旁边。不是 App Key，后者用于应用。' },
    packageName: {
      label: '应用包名',
      help: '用于一个 AppID 对应多个包的情况：只向该包的 token 推送。留空：全部。',
    },
    messageClass: {
      label: '消息类型',
      help: 'private（私信）：个人消息，不限量。public（公信）：每台手机每天 3 到 5 条。消息中的 androidMeizuNotifyType 优先。留空：private。',
    },
    clickURL: { label: '点击打开的网址', help: '用于点击后续动作 url：网页，或应用的 URI。' },
    clickActivity: {
      label: '点击打开的 Activity',
      help: '用于点击后续动作 activity：带包名的类名，例如 com.example.chat.MainActivity。该 Activity 必须 exported。',
    },
    callbackURL: {
      label: '回执地址',
      help: '用自己的地址接收魅族的回执，代替本服务器，最多 128 字节。留空：本服务器（设置了公网地址时）。两者都要登记：配置管理 > 回执管理。',
    },
    receiptToken: {
      label: '回执令牌',
      help: '在登记回执地址的页面显示；不带它的回执会被拒绝。留空：仅凭地址中的秘密认定回执。',
    },
    baseURL: { label: '服务地址', help: '魅族的访问地址。留空：https://server-api-push.meizu.com。' },
  },
}
