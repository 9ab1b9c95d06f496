import type { Texts } from '../en.ts'
import { koMakerFields } from './ko-makers.ts'

/** Fields of certificates by vendor, `any` for those of several; what a vendor calls its own stays as it is. */
export const koFields: Texts['fields'] = {
  any: {
    codeOverrides: {
      label: '코드별 처리',
      help: '제조사의 개별 코드를 어떻게 처리할지. 예: 10302=token-dead, 10070=retry. other=... 는 Carillon이 모르는 코드에 쓰입니다. accepted, token-dead, retry, config, payload, quota, unknown 중 하나.',
    },
    notificationsPerSecond: {
      label: '초당 알림 수',
      help: '제조사가 앱에 허용한 속도. 비우면 제조사의 일반 값입니다.',
    },
    quotaResetHour: {
      label: '할당량 초기화 시각',
      help: '하루 할당량이 다시 시작되는 중국 시간(UTC+8)의 시. 비우면 제조사의 답을 따르고, 없으면 0시입니다.',
    },
    quotaPerDay: {
      label: '하루 알림 수',
      help: '인증서의 분류로 제조사가 하루에 앱에서 받는 알림 수. 비우면 세지 않고 제조사의 답만 따릅니다.',
    },
    quotaPerDevicePerDay: {
      label: '휴대폰당 하루 알림 수',
      help: '한도가 있는 분류의 알림을 제조사가 휴대폰 한 대에 하루에 보여 주는 수. 비우면 제조사의 일반 값입니다.',
    },
    maxPayloadBytes: {
      label: '최대 바이트',
      help: '바이트로 세는 경우 알림 하나의 크기. 비우면 알려진 제조사의 한도입니다.',
    },
    maxTTLSeconds: {
      label: '최장 보관 시간',
      help: '꺼져 있는 휴대폰을 위해 제조사가 알림을 보관하는 초. 비우면 알려진 제조사의 한도입니다.',
    },
    maxTitleLength: {
      label: '제목 최대 길이',
      help: '제조사가 세는 방식의 제목 글자 수. 비우면 제조사 문서 중 더 엄격한 값입니다.',
    },
    maxBodyLength: {
      label: '본문 최대 길이',
      help: '제조사가 세는 방식의 본문 글자 수. 비우면 제조사 문서 중 더 엄격한 값입니다.',
    },
    clickAction: { label: '누를 때의 동작', help: '알림을 누르면 열리는 것. 비우면 앱입니다.' },
    clickURL: { label: '누르면 열리는 URL', help: '동작이 url일 때.' },
  },
  apns: {
    bundleID: {
      label: 'Bundle ID',
      help: '앱의 Bundle ID. Xcode와 Apple Developer > Identifiers에 있는 것과 같고, .voip는 붙이지 않습니다.',
    },
    environment: {
      label: '환경',
      help: '토큰이 만들어진 곳: TestFlight와 App Store는 production(기본값), Xcode에서 실행한 빌드는 sandbox.',
    },
    p8: {
      label: '서명 키(.p8)',
      help: 'Apple Developer > Certificates, Identifiers & Profiles > Keys에서 APNs를 켠 키. 한 번만 내려받을 수 있습니다. 권장합니다. 키 ID, 팀 ID와 함께 쓰거나, 대신 인증서를 쓰세요.',
    },
    keyID: { label: '키 ID(Key ID)', help: '열 글자. 파일 이름 AuthKey_<Key ID>.p8에도 있습니다.' },
    teamID: { label: '팀 ID(Team ID)', help: '열 글자. Apple Developer > Membership details.' },
    p12: {
      label: '인증서(.p12)',
      help: '키체인에서 개인 키와 함께 내보낸 Apple Push Services 인증서. 1년 동안 유효합니다.',
    },
    p12Password: { label: '.p12의 비밀번호', help: '없으면 비워 두세요.' },
    pem: { label: '인증서와 키(PEM)', help: '.p12 대신: 인증서와 암호화되지 않은 개인 키를 한 텍스트로.' },
    voip: {
      label: 'VoIP',
      help: '통화만 알리는 VoIP 토큰(PushKit)용. 통화를 보여 주지 않는 앱은 iOS가 종료합니다. 메시지용이 아닙니다.',
    },
    sound: {
      label: '소리',
      help: '앱 번들 안의 파일 이름, 확장자 포함. 메시지의 iOSSound가 우선합니다. 비우면 시스템 소리입니다.',
    },
    category: {
      label: '카테고리(Category)',
      help: 'UNNotificationCategory의 식별자: 알림의 버튼을 정합니다. iOS의 누를 때 동작입니다.',
    },
    baseURL: {
      label: '서비스 주소',
      help: 'APNs 주소. 예: 2197 포트를 쓸 때. 비우면 환경의 기본 주소입니다.',
    },
  },
  fcm: {
    serviceAccountJson: {
      label: '서비스 계정 키(JSON)',
      help: 'Firebase 콘솔 > 프로젝트 설정 > 서비스 계정 > 새 비공개 키 생성. google-services.json이 아닙니다.',
    },
    packageName: { label: '패키지 이름', help: '앱의 applicationId. 적으면 이 앱의 토큰에만 푸시합니다.' },
    channelID: {
      label: '알림 채널 ID',
      help: '앱이 만든 채널. 메시지의 androidFCMChannelID가 우선합니다. 비우거나 앱에 그 채널이 없으면 앱의 기본 채널에 표시됩니다.',
    },
    clickAction: {
      label: '누를 때의 동작',
      help: '누르면 열리는 Activity의 intent action. 비우면 시작 화면입니다.',
    },
    icon: { label: '아이콘', help: '앱 drawable 리소스의 이름. 비우면 앱의 기본 아이콘입니다.' },
    color: { label: '색', help: '아이콘 색, #rrggbb.' },
    sound: {
      label: '소리',
      help: 'res/raw의 파일 이름, 확장자 없이. 메시지의 androidSound가 우선합니다. Android 8부터는 채널이 정합니다.',
    },
    baseURL: { label: '서비스 주소', help: 'FCM 주소. 비우면 https://fcm.googleapis.com입니다.' },
    tokenURL: { label: '토큰 주소', help: '액세스 토큰을 받는 주소. 비우면 키 파일의 token_uri입니다.' },
  },
  huawei: {
    appID: { label: 'App ID', help: 'AppGallery Connect > Project settings > App information. 숫자만.' },
    clientSecret: {
      label: 'Client secret',
      help: '같은 페이지의 OAuth 2.0 클라이언트 비밀. 옛 콘솔에서는 App secret. HMS 휴대폰에 닿습니다. 이것이나 서비스 계정 중 하나를 넣고, 둘 다 있으면 서비스 계정을 씁니다.',
    },
    serviceAccount: {
      label: '서비스 계정 키(JSON)',
      help: 'developer.huawei.com > API Console > Service account key. HarmonyOS NEXT에 필요하고 HMS 휴대폰에도 닿습니다.',
    },
    clientID: {
      label: 'Client ID',
      help: 'OAuth 2.0 클라이언트 ID. 비우면 App ID이며, AppGallery Connect의 앱에서는 둘이 같습니다.',
    },
    projectID: {
      label: 'Project ID',
      help: '적으면 프로젝트로 푸시하여(/v2) 그 안의 모든 앱에 닿습니다. 비우면 앱으로 푸시합니다(/v1). 서비스 계정이 있으면 키 파일의 프로젝트입니다.',
    },
    phones: {
      label: '휴대폰 종류',
      help: 'hms: 모든 토큰이 HMS 휴대폰의 것(v1, v2). harmony: 모두 HarmonyOS NEXT의 것(v3). 비우면 기기가 보고한 플랫폼을 따릅니다.',
    },
    category: {
      label: '카테고리(category)',
      help: '채팅 푸시의 분류. IM은 Huawei의 자체 분류 승인이 필요합니다. 없으면 마케팅으로 표시되어 무음이고 하루 2건입니다. 메시지의 androidHuaWeiCategory가 우선합니다. 비우면 IM입니다.',
    },
    channelID: { label: '채널 ID', help: '앱의 알림 채널. 중국 본토에서는 효과가 없고 카테고리가 정합니다.' },
    sound: {
      label: '소리',
      help: 'res/raw의 파일 이름, 확장자 없이. 메시지의 androidSound가 우선합니다. 비우면 휴대폰의 소리입니다.',
    },
    badgeClass: {
      label: '배지 매개변수',
      help: '런처 Activity의 전체 이름. 예: com.example.chat.MainActivity. 비우면 배지를 설정하지 않습니다.',
    },
    clickAction: {
      label: '누를 때의 동작',
      help: '알림을 누르면 열리는 것. 비우면 clickIntent가 있을 때 그 화면, 없으면 앱입니다.',
    },
    clickURL: { label: '누르면 열리는 URL', help: '동작이 url일 때의 https 페이지.' },
    clickIntent: {
      label: '누르면 열리는 intent',
      help: '동작이 intent일 때: intent://host/path#Intent;scheme=...;launchFlags=0x4000000;end, 이 앱의 화면. ext는 문자열 extra "ext"로 더해집니다.',
    },
    harmonyAction: {
      label: 'HarmonyOS action',
      help: 'HarmonyOS NEXT: 누르면 열리는 ability의 action. module.json5의 skills 중 하나. harmonyURI와 함께 비우면 앱의 첫 화면입니다.',
    },
    harmonyURI: {
      label: 'HarmonyOS URI',
      help: 'HarmonyOS NEXT: 누르면 열리는 ability의 URI. skills에 적힌 대로.',
    },
    harmonySound: {
      label: 'HarmonyOS 소리',
      help: 'HarmonyOS NEXT: resources/rawfile의 파일, 확장자 포함. 예: alert.mp3. 비우면 휴대폰의 소리입니다.',
    },
    receiptID: {
      label: '수신 확인 ID',
      help: 'AppGallery Connect > Push의 receipt 설정 ID. 비우면 앱에 설정된 것입니다.',
    },
    callbackUser: {
      label: '수신 확인 사용자 이름',
      help: 'receipt 설정에 사용자 이름을 정했으면 적으세요. 그러면 서명된 수신 확인만 받습니다.',
    },
    callbackSecret: { label: '수신 확인 비밀', help: 'receipt 설정의 비밀. 사용자 이름과 함께 씁니다.' },
    testMessage: {
      label: '테스트 메시지',
      help: '테스트 메시지로 보냅니다. 할당량 밖이고, 하루 몇백 건, 요청당 토큰 10개입니다.',
    },
    baseURL: {
      label: '서비스 주소',
      help: 'Huawei가 푸시를 받는 주소. 비우면 https://push-api.cloud.huawei.com입니다.',
    },
    tokenURL: {
      label: '토큰 주소',
      help: 'Huawei가 액세스 토큰을 주는 주소이자 서비스 계정 토큰의 aud. 비우면 https://oauth-login.cloud.huawei.com/oauth2/v3/token입니다.',
    },
  },
  honor: {
    appID: { label: 'App ID', help: 'developer.honor.com > Open services > Push service > 앱. 숫자만.' },
    clientID: {
      label: 'Client ID',
      help: '같은 페이지에 있습니다. App ID가 아닙니다. App ID를 넣으면 "unauthorized_client"가 됩니다.',
    },
    clientSecret: { label: 'Client Secret', help: '같은 페이지에 있습니다. App Secret이 아닙니다.' },
    importance: {
      label: '중요도(importance)',
      help: '채팅 푸시의 분류. NORMAL은 Honor의 자체 분류 승인이 필요합니다. 없으면 마케팅으로 표시되어 무음이고 하루 2건입니다. 메시지의 androidHonorImportance가 우선합니다. 비우면 NORMAL입니다.',
    },
    badgeClass: {
      label: '배지 매개변수',
      help: '런처 Activity의 전체 이름. 예: com.example.chat.MainActivity. 비우면 배지를 설정하지 않습니다.',
    },
    clickAction: {
      label: '누를 때의 동작',
      help: '알림을 누르면 열리는 것. 비우면 clickIntent가 있을 때 그 화면, 없으면 앱입니다.',
    },
    clickURL: { label: '누르면 열리는 URL', help: '동작이 url일 때의 https 페이지.' },
    clickIntent: {
      label: '누르면 열리는 intent',
      help: '동작이 intent일 때: intent://host/path#Intent;scheme=...;launchFlags=0x4000000;end, 이 앱의 화면. ext는 문자열 extra "ext"로 더해집니다.',
    },
    baseURL: {
      label: '서비스 주소',
      help: 'Honor가 푸시를 받는 주소. 비우면 https://push-api.cloud.honor.com입니다.',
    },
    tokenURL: {
      label: '토큰 주소',
      help: 'Honor가 액세스 토큰을 주는 주소. 비우면 https://iam.developer.honor.com/auth/token입니다.',
    },
  },
  ...koMakerFields,
}
